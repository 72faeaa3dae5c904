/** What a person chooses of an integration: one list each for the database's rows, the API and the apply file. */

/** What a session may do to records. */
export const preferences = ['create_and_update', 'create_only', 'update_only'] as const;
export type Preference = (typeof preferences)[number];

/** Whether people of a stream are also accounts of the application they come from. */
export const userSelections = ['user_only', 'user_plus_saas'] as const;
export type UserSelection = (typeof userSelections)[number];

/** What happens to a record whose sources the vendor has no more. */
export const absencePolicies = ['keep', 'deactivate', 'archive'] as const;
export type AbsencePolicy = (typeof absencePolicies)[number];

export const integrationStatuses = ['draft', 'active', 'paused'] as const;
export type IntegrationStatus = (typeof integrationStatuses)[number];

/** When a mapped field is written. */
export const writeRules = ['always', 'only_if_empty', 'on_create_only'] as const;
export type WriteRule = (typeof writeRules)[number];
