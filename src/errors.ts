/**
 * The error catalog: the one way to report a failure in Muster.
 *
 * Each entry fixes the code (same string in logs, rows, HTTP bodies and the UI), the message template
 * (`{name}` is filled from the parameters; it names the field, record or setting, says what happened and
 * what to do next), the HTTP status, and the recovery the engine takes:
 *
 *   retry        the same call may succeed later (network, 5xx, throttling)
 *   skip-record  this record fails, the session goes on
 *   stop-run     the session or request cannot go on
 *   reauthorize  the credential must be authenticated again by a person
 *
 * `docs/generated/errors.md` is made from this file and diffed by a test.
 */
export type Recovery = 'retry' | 'skip-record' | 'stop-run' | 'reauthorize';

export interface ErrorEntry {
  readonly status: number;
  readonly recovery: Recovery;
  readonly message: string;
}

const entry = (status: number, recovery: Recovery, message: string): ErrorEntry => ({
  status,
  recovery,
  message,
});

/** Codes are `AREA_WHAT`. Each area has its own block; keep blocks and their codes in alphabetical order. */
export const errorCatalog = {
  // API and access
  ACCESS_CODE_WRONG: entry(
    403,
    'stop-run',
    'The code is not right, was used before or is too old. Type the one your app shows now; the clock of your device must be right.',
  ),
  ACCESS_CSRF: entry(
    403,
    'stop-run',
    'The request did not carry the x-csrf-token of your session, so it was not carried out. Reload the page and try again.',
  ),
  ACCESS_EMAIL_TAKEN: entry(
    409,
    'stop-run',
    'There is already a user with the e-mail address {email}. Use another address, or edit that user.',
  ),
  ACCESS_FORBIDDEN: entry(
    403,
    'stop-run',
    'This needs the role {needed}; you are signed in as {role}. Ask an administrator to do it or to change your role.',
  ),
  ACCESS_HOST_UNKNOWN: entry(
    403,
    'stop-run',
    'Muster was opened as "{host}", which it does not know as its own address. Open it under {expected}, or set MUSTER_PUBLIC_URL to the address your users open.',
  ),
  ACCESS_LAST_ADMINISTRATOR: entry(
    409,
    'stop-run',
    '{name} is the last administrator who can sign in. Make another user administrator first.',
  ),
  ACCESS_OWN_PASSWORD: entry(
    409,
    'stop-run',
    'Your own password and second factors are changed on your Profile page, where the present password is asked for.',
  ),
  ACCESS_PASSKEY_REFUSED: entry(
    422,
    'stop-run',
    'The passkey could not be added: it is in use already, was not made for this address, or the request is too old. Start again.',
  ),
  ACCESS_PASSWORD_UNJUDGED: entry(
    503,
    'retry',
    'How strong the password is could not be found out in time. Try again, or choose another one.',
  ),
  ACCESS_PASSWORD_WEAK: entry(422, 'stop-run', 'The password cannot be used: {problem}'),
  ACCESS_PASSWORD_WRONG: entry(
    403,
    'stop-run',
    'The current password is not right. Type the password you signed in with.',
  ),
  ACCESS_PERSON_REQUIRED: entry(
    403,
    'stop-run',
    'An API token may never {act}, whatever its role. Sign in as a person and do it there.',
  ),
  ACCESS_ROLE_TOO_HIGH: entry(
    403,
    'stop-run',
    'An API token cannot have the role {role}, since you are {own}. Choose {own} or a lower role.',
  ),
  ACCESS_SECOND_FACTOR_FIRST: entry(
    409,
    'stop-run',
    'You are {role} yourself and have no second factor, so this rule would shut you out. Set one up on your Profile page first.',
  ),
  ACCESS_SECOND_FACTOR_LAST: entry(
    409,
    'stop-run',
    'Whoever is {role} needs a second factor, and this is your last one. Add another one first.',
  ),
  ACCESS_SECOND_FACTOR_NONE: entry(
    409,
    'stop-run',
    'You have no second factor, so there is nothing recovery codes could stand for. Set one up first.',
  ),
  ACCESS_SECOND_FACTOR_NEEDED: entry(
    403,
    'stop-run',
    'Your role needs a second factor to sign in, and you have none yet. Set one up on your Profile page; everything else waits for it.',
  ),
  ACCESS_SECOND_FACTOR_WRONG: entry(
    401,
    'stop-run',
    'The second factor is not right. Type the code your app shows now (each counts once), use your passkey or a recovery code; an administrator can reset it.',
  ),
  ACCESS_SETUP_DONE: entry(
    409,
    'stop-run',
    'Muster has been set up already. Sign in, or ask an administrator for an account.',
  ),
  ACCESS_SIGN_IN_BLOCKED: entry(429, 'retry', 'Too many failed sign-ins. Wait {wait} and try again.'),
  ACCESS_SIGN_IN_EXPIRED: entry(
    401,
    'stop-run',
    'This sign-in took too long or was finished already. Start again with your e-mail address and password.',
  ),
  ACCESS_SIGN_IN_FAILED: entry(
    401,
    'stop-run',
    'The e-mail address or the password is not right. Check both; an administrator can set a new password for you.',
  ),
  ACCESS_SIGN_IN_REQUIRED: entry(
    401,
    'stop-run',
    'You are not signed in, or your session has ended. Sign in again.',
  ),
  ACCESS_TOTP_IN_USE: entry(
    409,
    'stop-run',
    'You have an authenticator app already. Remove it first to set up another one.',
  ),
  ACCESS_TOKEN_INVALID: entry(
    401,
    'stop-run',
    'The API token is unknown, expired or revoked, or its owner is disabled. Create a new one and send it as "Authorization: Bearer mst_…".',
  ),
  ACCESS_USER_UNKNOWN: entry(
    404,
    'stop-run',
    'There is no user with the e-mail address {email}. Check the spelling; the list of users shows what is stored.',
  ),
  API_BAD_REQUEST: entry(400, 'stop-run', '{problem}'),
  API_BODY_TOO_COMPLEX: entry(413, 'stop-run', 'The request has more than {limit}. Send less at once.'),
  API_BODY_TOO_LARGE: entry(
    413,
    'stop-run',
    'The request is larger than the {limit} bytes that are accepted. Send less at once.',
  ),
  API_MEDIA_TYPE: entry(
    415,
    'stop-run',
    'The content type "{type}" is not understood. Send JSON with the header content-type: application/json.',
  ),
  API_NO_ROUTE: entry(
    404,
    'stop-run',
    'There is no {method} {path}. The paths that exist are described at /api-docs.',
  ),
  API_NOT_FOUND: entry(
    404,
    'stop-run',
    '{what} was not found. It may have been deleted; go back to the list and reload it.',
  ),
  API_CHANGED_MEANWHILE: entry(
    409,
    'stop-run',
    'Somebody else has changed this meanwhile: {fields}. Nothing was saved. Look at what stands there now, keep it or yours, and save again.',
  ),
  API_STREAMS_FULL: entry(
    429,
    'retry',
    'You listen to changes in {limit} windows already. Close one; until then this one asks from time to time.',
  ),
  API_INTERNAL: entry(
    500,
    'stop-run',
    'Something went wrong inside Muster. The log has the details under request {requestId}.',
  ),

  // Configuration as code
  APPLY_CONFLICT: entry(
    409,
    'stop-run',
    'Integration "{name}" exists with {found}, the file wants {wanted}. Rename one of the two; an integration does not change its stream.',
  ),
  APPLY_INVALID: entry(422, 'stop-run', '{file} has problems; nothing was changed:\n{problems}'),

  // The audit log as a stream
  AUDIT_CERTIFICATE_UNREADABLE: entry(
    500,
    'retry',
    'The file {path} of {setting} cannot be read ({problem}), so the audit log is not sent. Put it there, readable for the account Muster runs as; nothing is lost.',
  ),
  AUDIT_FILE_UNUSABLE: entry(
    500,
    'retry',
    'The audit log cannot be written to {path} (MUSTER_AUDIT_FILE): {problem}. It goes on from where it was once that is mended; nothing is lost.',
  ),
  AUDIT_RECEIVER_FAILED: entry(
    502,
    'retry',
    'The audit log cannot be sent to {receiver} (MUSTER_AUDIT_SYSLOG): {problem}. It goes on from where it was once the receiver takes it; nothing is lost.',
  ),
  AUDIT_RECEIVER_SILENT: entry(
    504,
    'retry',
    'The audit log was sent to {target}, but within {seconds} seconds it did not take everything and close the connection in turn. It is sent again; entries may arrive twice.',
  ),
  AUDIT_RECEIVER_UNTRUSTED: entry(
    502,
    'retry',
    'The audit log is not sent to {receiver}: its certificate, or ours, is not believed ({code}). Name the authority in MUSTER_AUDIT_SYSLOG_CA_FILE, or our certificate in MUSTER_AUDIT_SYSLOG_CERT_FILE.',
  ),

  // Configuration
  CONFIG_INVALID: entry(500, 'stop-run', 'The configuration has problems:\n{problems}'),

  // Connector definitions and their use at run time
  CONNECTOR_ANSWER_TOO_DEEP: entry(
    502,
    'stop-run',
    'The answer to {what} has more than {limit} lists or objects inside each other around its records; nothing of it was used. Report it to the vendor, or raise MUSTER_RECORD_DEPTH_LIMIT.',
  ),
  CONNECTOR_ANSWER_TOO_LARGE: entry(
    502,
    'stop-run',
    'The answer of {host} holds more than {limit} fields and list entries; nothing of it was used. Ask for smaller pages in the connector definition, or raise MUSTER_ANSWER_VALUE_LIMIT.',
  ),
  CONNECTOR_ASLEEP: entry(
    502,
    'retry',
    "{host} has put this tenant to sleep: {what} was not answered (HTTP {status}){requestId}, and it did not wake up in time. Open the vendor's console once, or run again later.{hint}",
  ),
  CONNECTOR_CURSOR_EXPIRED: entry(
    502,
    'retry',
    'The cursor of {what} at {host} expired before the stream was read to its end.{hint}',
  ),
  CONNECTOR_DEFINITION_INVALID: entry(
    422,
    'stop-run',
    'The connector definition is not valid at {path}: {problem}.',
  ),
  CONNECTOR_DISCOVERY_EMPTY: entry(502, 'stop-run', 'The answer of {host} has no value for "{name}". {hint}'),
  CONNECTOR_FORBIDDEN: entry(
    403,
    'stop-run',
    '{host} refused access to {what} (HTTP {status}){requestId}.{hint} Check the permissions and scopes of the account behind the credential.',
  ),
  CONNECTOR_INVALID_JSON: entry(
    502,
    'stop-run',
    'The answer of {host} to {what} is not valid JSON{requestId}: {problem}. Nothing of it was used, and another try would give the same; report it to the vendor.',
  ),
  CONNECTOR_JOB_FAILED: entry(
    502,
    'stop-run',
    '{host} accepted {what} as a job, which ended as "{status}"{reason}. Run again; if it stays so, ask the vendor with the job {job}.',
  ),
  CONNECTOR_JOB_TIMEOUT: entry(
    504,
    'retry',
    '{host} accepted {what} as a job, which had not finished after {waited}. It is left to the vendor; run again later.',
  ),
  CONNECTOR_NEXT_URL_REFUSED: entry(
    502,
    'stop-run',
    'The vendor named {target} as the next page of {what}, which is not at {host}. It was not followed, since the credential would have gone there.',
  ),
  CONNECTOR_LIST_TOO_LONG: entry(
    502,
    'stop-run',
    '{what} did not end within {limit} {unit}, so the session stopped. What was read before stays, and nothing is taken for deleted. Check the paging in the connector definition.',
  ),
  CONNECTOR_NO_PROGRESS: entry(
    502,
    'stop-run',
    'The paging of {what} does not move on after page {page}: the vendor sent the same records or the same position again. The session stopped so that it does not run for ever.',
  ),
  CONNECTOR_NOT_AVAILABLE: entry(
    502,
    'stop-run',
    '{host} does not offer {what} (HTTP {status}){requestId}.{hint} Check the URL; the feature may be missing on this instance.',
  ),
  CONNECTOR_NOT_JSON: entry(
    502,
    'retry',
    '{host} answered {what} with a web page instead of JSON (HTTP {status}){requestId}. It may be overloaded or down for maintenance; nothing of the page was used.{hint}',
  ),
  CONNECTOR_PAGE_LIMIT: entry(
    502,
    'stop-run',
    'The paging of {what} did not end within {limit} pages, the limit of its definition. Raise maxPages or correct stopWhen in the connector definition.',
  ),
  CONNECTOR_PATH_INVALID: entry(
    422,
    'stop-run',
    'The path "{template}" became "{path}", which would lead elsewhere. Correct the value inserted into it; "." and ".." cannot be part of a path.',
  ),
  CONNECTOR_RECORDS_MISSING: entry(
    502,
    'stop-run',
    'The answer to {what} has no list at "{path}"; it has {found}. The vendor may have changed its API; an absent list is never taken for an empty one.',
  ),
  CONNECTOR_REFUSED: entry(502, 'stop-run', '{host} refused {what} (HTTP {status}){requestId}.{hint}'),
  CONNECTOR_THROTTLED: entry(
    503,
    'retry',
    '{host} asks to slow down at {what} (HTTP {status}){requestId} and kept doing so.{hint} Run again later, or choose another time in the schedule.',
  ),
  CONNECTOR_TRUNCATED: entry(
    502,
    'retry',
    'The answer of {host} to {what} is not complete JSON{requestId}: {problem}. Nothing of it was used; run again.',
  ),
  CONNECTOR_UNAUTHORIZED: entry(
    401,
    'reauthorize',
    '{host} no longer accepts the credential at {what} (HTTP {status}){requestId}.{hint} Open the credential and re-authenticate.',
  ),
  CONNECTOR_VENDOR_FAILED: entry(
    502,
    'retry',
    '{host} failed at {what} (HTTP {status}){requestId} and kept failing.{hint} Run again later.',
  ),

  // Database
  DB_AHEAD: entry(
    500,
    'stop-run',
    'The database is newer than this Muster: it has the migration "{name}", but this version only knows migrations up to {version}. Start the newer Muster again, or restore a backup made before the upgrade into an empty database.',
  ),
  DB_BACKUP_FAILED: entry(
    500,
    'stop-run',
    'The backup could not be written to {file}: {problem} No unfinished file was left behind.',
  ),
  DB_BACKUP_INVALID: entry(422, 'stop-run', 'The backup file {file} cannot be restored: {problem}'),
  DB_BACKUP_KEY_MISSING: entry(
    422,
    'stop-run',
    'The backup file {file} is sealed with the master key {keyId}, which is not here ({source}). Put the key of the Muster that wrote it there first; its secrets need it, too. When the key is lost and you know where the file has been since, restore it with --unsealed.',
  ),
  DB_BACKUP_UNSEALED: entry(
    422,
    'stop-run',
    'The backup file {file} carries no seal (older versions made none), so nothing proves that it is as Muster wrote it. Whoever can change it can make themselves administrator. When you know where it comes from and where it has been, restore it with --unsealed.',
  ),
  DB_BUSY: entry(
    503,
    'retry',
    'All {count} database connections of their kind were in use for {seconds} seconds. Try again; when it happens often, raise MUSTER_DATABASE_CONNECTIONS, or look for a query that takes too long.',
  ),
  DB_DISK_FULL: entry(
    507,
    'retry',
    'The disk of the database is full: {reason}. Free some space there; what waits for it goes on by itself.',
  ),
  DB_EMBEDDED_FAILED: entry(
    500,
    'stop-run',
    'The embedded PostgreSQL in {dataDir} could not be {action}: {reason}',
  ),
  DB_EMBEDDED_UNAVAILABLE: entry(
    500,
    'stop-run',
    'There is no embedded PostgreSQL here: {reason} Set DATABASE_URL to a PostgreSQL 15 or newer of your own, e.g. DATABASE_URL=postgresql://muster:password@localhost/muster.',
  ),
  DB_ENCODING: entry(
    500,
    'stop-run',
    'The database is encoded in {encoding}; Muster needs UTF8. Create it with: CREATE DATABASE muster ENCODING UTF8 TEMPLATE template0.',
  ),
  DB_FOLDER_UNREADABLE: entry(500, 'stop-run', 'The data folder {folder} cannot be used: {reason}'),
  DB_LIMIT_EXCEEDED: entry(
    422,
    'skip-record',
    'This is more than the database can take at once: {reason}. Shorten the value, or ask for less.',
  ),
  DB_MIGRATION_CHANGED: entry(
    500,
    'stop-run',
    'The migration "{name}" was applied to this database in another wording than this version of Muster carries. Applied migrations are never edited; restore the file and put the change into a new migration.',
  ),
  DB_MIGRATION_FAILED: entry(500, 'stop-run', 'The migration "{name}" failed and was rolled back: {reason}'),
  DB_MIGRATION_FILES: entry(
    500,
    'stop-run',
    'The migration files are not in order: {problem}. Give every migration its own next number.',
  ),
  DB_NOT_EMPTY: entry(
    409,
    'stop-run',
    'A backup can only be restored into an empty database, but {found}. Create a new database, set DATABASE_URL to it (or MUSTER_DATA_DIR to a new folder) and restore there.',
  ),
  DB_OUT_OF_RESOURCES: entry(
    503,
    'retry',
    'The server of the database has reached a limit of its own: {reason}. Give it more memory or space, or raise the limit; Muster tries again.',
  ),
  DB_QUERY_CANCELED: entry(
    503,
    'retry',
    'The database stopped a statement: {reason}. Muster tries again; when it happens often, look for a statement_timeout of the role or for somebody who cancels.',
  ),
  DB_SYSTEM_FAILED: entry(
    503,
    'retry',
    'The server of the database reports a failure of its machine: {reason}. Look at its log and its disk; Muster tries again.',
  ),
  DB_TOO_OLD: entry(
    500,
    'stop-run',
    'The database is PostgreSQL {version}; Muster needs 15 or newer. Upgrade it, or remove DATABASE_URL to use the embedded one.',
  ),
  DB_UNAVAILABLE: entry(
    503,
    'retry',
    'The database cannot be reached: {reason}. Muster tries again; check that PostgreSQL is running and that DATABASE_URL is right.',
  ),

  // Outgoing requests
  EGRESS_ABORTED: entry(499, 'stop-run', 'The request to {host} was stopped.'),
  EGRESS_ADDRESS_REFUSED: entry(
    422,
    'stop-run',
    'Muster does not connect to {host}: {reason}. If this is meant, add the host or its network to MUSTER_EGRESS_ALLOW and restart.',
  ),
  EGRESS_CONNECT_FAILED: entry(
    502,
    'retry',
    'The connection to {host} failed ({reason}). Check the host name, the port, the network and the proxy.',
  ),
  EGRESS_DNS_FAILED: entry(
    502,
    'retry',
    'The host name {host} cannot be resolved. Check its spelling and the name server.',
  ),
  EGRESS_NOT_TEXT: entry(
    502,
    'stop-run',
    'The answer of {host} is no text: {problem}, of {size} bytes, and its content-type {named}. Ask the vendor to send UTF-8 or to name the charset it uses; nothing of this answer was used, and running again gives the same.',
  ),
  EGRESS_REDIRECT_REFUSED: entry(
    502,
    'stop-run',
    'The redirect from {host} to {target} was not followed: {reason}.',
  ),
  EGRESS_REQUEST_INVALID: entry(422, 'stop-run', 'The request to {host} cannot be sent: {problem}.'),
  EGRESS_RESPONSE_INVALID: entry(502, 'retry', 'The answer of {host} cannot be read: {problem}.'),
  EGRESS_RESPONSE_TOO_LARGE: entry(
    502,
    'stop-run',
    'The answer of {host} is larger than {limitMb} MB. Raise MUSTER_RESPONSE_LIMIT_MB if this is expected; nothing of it was used.',
  ),
  EGRESS_TIMEOUT: entry(504, 'retry', '{host} did not answer within {seconds} seconds.'),
  EGRESS_TLS_FAILED: entry(
    502,
    'stop-run',
    'The secure connection to {host} failed ({reason}). Check the certificate of the server.',
  ),
  EGRESS_TLS_UNTRUSTED: entry(
    502,
    'stop-run',
    'The certificate of {host} is not signed by a known authority. Use a certificate of a public authority, or add your CA certificate (PEM) to this integration.',
  ),
  EGRESS_URL_INVALID: entry(422, 'stop-run', '"{url}" is not a valid URL. It must begin with https://.'),

  // HTTP server
  HTTP_PORT_REFUSED: entry(
    500,
    'stop-run',
    'This user may not open port {port}. Choose a port above 1023: MUSTER_PORT=4400.',
  ),
  HTTP_PORT_TAKEN: entry(
    500,
    'stop-run',
    'Port {port} on {host} is taken by another program (perhaps a Muster that is already running). Stop it, or choose another port: MUSTER_PORT=4401 npm start.',
  ),

  // Integrations
  INTEGRATION_BUSY: entry(
    409,
    'stop-run',
    'Integration "{integration}" cannot be deleted while a session is {status}. Cancel the session or wait for it to end, then delete again.',
  ),
  INTEGRATION_INVALID: entry(422, 'stop-run', '{problem}'),
  INTEGRATION_NAME_TAKEN: entry(
    409,
    'stop-run',
    'There is already an integration called "{name}". Choose another name.',
  ),
  INTEGRATION_NOT_ACTIVE: entry(409, 'stop-run', 'Integration "{integration}" is {status}. {advice}'),
  INTEGRATION_NOT_READY: entry(422, 'stop-run', 'Integration "{integration}" is not complete: {problems}'),
  INTEGRATION_STATUS_CONFLICT: entry(
    409,
    'stop-run',
    'Integration "{integration}" is {status}, so it cannot be {action}. Reload the page to see its present state.',
  ),
  INTEGRATION_STREAM_UNKNOWN: entry(
    422,
    'stop-run',
    'There is no stream "{stream}" of a connector "{connector}". Choose an integration from the catalog; if this one worked before, update Muster or install the connector again, or delete the integration.',
  ),
  SCHEDULE_INVALID: entry(422, 'stop-run', '{problem}'),

  // Jobs
  JOBS_SESSION_ABANDONED: entry(
    500,
    'stop-run',
    'Session {sessionId} was taken up {count} times and every worker ended before the session did. What was synced so far is kept. Look into the logs of the workers (memory, crashes), then run the integration again.',
  ),
  SESSION_ENDED: entry(
    409,
    'stop-run',
    'Session {sessionId} has already ended ({status}), so it cannot be canceled.',
  ),
  SESSION_NO_DRIFT: entry(
    409,
    'stop-run',
    'Session {sessionId} has nothing to say is right: {reason}. Choose the session that reports what fell silent.',
  ),
  SESSION_NO_PLAN: entry(409, 'stop-run', 'Session {sessionId} has no plan that can be applied: {reason}'),

  // Mapping
  MAPPING_CONDITION_INVALID: entry(422, 'stop-run', 'The condition of the mapping cannot be used: {problem}'),
  MAPPING_SOURCE_INVALID: entry(422, 'stop-run', 'The source mapped to {target} cannot be used: {problem}'),
  MAPPING_TARGET_TWICE: entry(422, 'stop-run', '{target} is mapped twice. Keep one of the two rows.'),
  MAPPING_SYNC_KEY_NOT_UNIQUE: entry(
    422,
    'stop-run',
    '{target} cannot be a sync key because it is not Unique. Choose a Unique field, or add one.',
  ),
  MAPPING_LITERAL_INVALID: entry(
    422,
    'stop-run',
    'The fixed value mapped to {target} is {problem}. Choose another value.',
  ),
  MAPPING_TARGET_UNKNOWN: entry(
    422,
    'stop-run',
    'The mapping names the field "{target}", which does not exist. Remove that row or create the field.',
  ),
  MAPPING_PREVIEW_BUSY: entry(
    503,
    'retry',
    'Too many previews of mappings are being made at the moment. Wait a few seconds and try again.',
  ),
  MAPPING_PREVIEW_TIMEOUT: entry(
    422,
    'stop-run',
    'The preview was stopped after {seconds} seconds. Make the expressions of the mapping simpler, or read a new sample with smaller records.',
  ),
  MAPPING_PREVIEW_TOO_LARGE: entry(
    422,
    'stop-run',
    'The preview was stopped since it needs more than {memoryLimitMb} MB of memory. Make the expressions of the mapping simpler, or read a new sample with smaller records.',
  ),
  MAPPING_SAMPLE_TOO_LARGE: entry(
    422,
    'stop-run',
    'The first record of the vendor is larger than a sample may be (a million characters), so there is nothing to show. The fields the connector declares can be mapped all the same.',
  ),
  MAPPING_CHANGED: entry(
    409,
    'stop-run',
    'The mapping of integration "{integration}" was saved by someone else meanwhile (it is at version {version} now). Reload it and make your changes again.',
  ),
  MAPPING_FIELD_REQUIRED: entry(
    422,
    'stop-run',
    'The field {field} must be mapped before this integration can be launched.',
  ),

  // Objects and fields
  OBJECT_BUSY: entry(
    503,
    'retry',
    'The field "{label}" could not be added to or taken from {object} because sessions are writing to it right now. Try again in a moment.',
  ),
  OBJECT_FIELD_EXISTS: entry(
    409,
    'stop-run',
    '{object} already has a field called "{label}". Choose another name, or map to the existing field.',
  ),
  OBJECT_FIELD_IN_USE: entry(
    409,
    'stop-run',
    'The field "{label}" cannot be deleted: the integration {name} maps it, and {problem}.',
  ),
  OBJECT_FIELD_INVALID: entry(422, 'stop-run', '{problem}'),
  OBJECT_FIELD_LIMIT: entry(
    409,
    'stop-run',
    '{object} already has {limit} custom fields, which is the limit. Use an existing field instead.',
  ),

  // Records
  RECORDS_BUSY: entry(
    503,
    'retry',
    'Sessions have been writing to {object} for more than {seconds} seconds without a break, so nothing was saved. Save again in a moment.',
  ),
  RECORDS_CHANGED_MEANWHILE: entry(
    409,
    'stop-run',
    'The record was changed meanwhile. Reload it and make your change again.',
  ),
  RECORDS_EXPORT_BUSY: entry(
    503,
    'retry',
    'Already {limit} exports are running, which is the limit. Wait until one of them has ended, then export again.',
  ),
  RECORDS_EXPORT_FAILED: entry(
    500,
    'stop-run',
    'The export to {file} stopped after {rowCount} records: {reason}. Nothing of it was kept; free some space or choose another place, then export again.',
  ),
  RECORDS_EXPORT_OWN_BUSY: entry(
    429,
    'retry',
    'You run {limit} exports already, as many as one user may at once. Wait until one of them has ended, then export again.',
  ),
  RECORDS_LIST_TOO_SLOW: entry(
    503,
    'retry',
    'The list took longer than {seconds} seconds. Narrow it: search for more letters, or add a filter on a field with few equal values.',
  ),
  RECORDS_NOT_ARCHIVED: entry(
    409,
    'stop-run',
    '{name} is not archived. Archive it first; a record that is deleted takes its sources and its history along.',
  ),
  RECORDS_STILL_INSTALLED: entry(
    409,
    'stop-run',
    'This product is still installed on devices, or a session that reads installed software is under way, so it cannot be deleted. Wait for the session, or give its spellings another product in the normalization list.',
  ),
  RECORDS_NOT_EDITABLE: entry(
    409,
    'stop-run',
    'Records of {object} are filled by integrations and cannot be edited by hand.',
  ),
  RECORDS_VALUE_INVALID: entry(422, 'stop-run', '{field} cannot be saved: {problem}.'),
  RECORDS_VALUE_TAKEN: entry(
    409,
    'stop-run',
    '{field} must be unique, and record {other} has this value already. Change one of the two.',
  ),

  PLACEHOLDER_EXISTS: entry(
    409,
    'stop-run',
    'The list of placeholders holds "{value}" for this field already. Change that entry.',
  ),
  PLACEHOLDER_INVALID: entry(422, 'stop-run', '{field} {problem}.'),

  // Erasure
  ERASURE_LIST_INVALID: entry(
    500,
    'stop-run',
    'The list of erased people in {file} cannot be read. It keeps erased people from coming back with an older backup: put back a copy of it, or move it away when you know that no older backup was restored.',
  ),

  // Retention
  RETENTION_INVALID: entry(
    422,
    'stop-run',
    '{what} can be kept from 1 to {maxDays} days, or for ever (no number).',
  ),

  // Software
  SOFTWARE_NORMALIZATION_EXISTS: entry(
    409,
    'stop-run',
    'The normalization list has an entry for "{name}" already. Change that one.',
  ),
  SOFTWARE_NORMALIZATION_INVALID: entry(422, 'stop-run', '{field} {problem}.'),

  // Sync
  SYNC_ALREADY_RUNNING: entry(
    409,
    'stop-run',
    'A session of integration "{integration}" is already {status}. Wait for it to end or cancel it first.',
  ),
  SYNC_NO_CREDENTIAL: entry(
    409,
    'stop-run',
    'Integration "{integration}" has no credential. Choose one in its Credentials section.',
  ),
  SYNC_NO_MAPPING: entry(
    409,
    'stop-run',
    'Integration "{integration}" has no mapping yet. Open its Mapping section, map the fields and save.',
  ),
  SYNC_EPOCH_LOST: entry(
    409,
    'stop-run',
    'Session {sessionId} was taken over by another worker; this worker stops without writing.',
  ),
  SYNC_PAGE_LIMIT: entry(
    502,
    'stop-run',
    'Stream "{stream}" did not end within {limit} pages, so the session stopped. What was read stays, and nothing is taken for deleted. Check the paging of the connector; if the list is that long, raise MUSTER_SESSION_PAGE_LIMIT.',
  ),
  SYNC_PAGE_REPEATED: entry(
    502,
    'stop-run',
    'Page {page} of stream "{stream}" brought only records that earlier pages of this session had already brought. The vendor repeats itself; the session stopped so that it does not run for ever.',
  ),
  SYNC_PLAN_STALE: entry(
    409,
    'stop-run',
    'The plan of session {sessionId} is out of date: {reason}. Run a new preview and apply that one.',
  ),
  SYNC_RECORD_LIMIT: entry(
    502,
    'stop-run',
    'Stream "{stream}" did not end within {limit} records, so the session stopped. What was read stays, and nothing is taken for deleted. Check the paging of the connector; if the list is that long, raise MUSTER_SESSION_RECORD_LIMIT.',
  ),
  SYNC_RECORD_TOO_DEEP: entry(
    422,
    'skip-record',
    'The record of stream "{stream}" has more than {limit} lists or objects inside each other. Report it to the vendor, or raise MUSTER_RECORD_DEPTH_LIMIT; the other records are not affected.',
  ),
  SYNC_RECORD_TOO_LARGE: entry(
    422,
    'skip-record',
    'The record of stream "{stream}" has more than {limit} fields and list entries. Report it to the vendor, or raise MUSTER_RECORD_VALUE_LIMIT; the other records are not affected.',
  ),
  SYNC_RETIRE_LIMIT: entry(
    409,
    'stop-run',
    'This session would retire {count} of {total} records ({percent} %), more than the limit of {limit} %. Nothing was retired. Check the source. When they are really gone, run a preview of integration "{integration}" and apply its plan, or raise the limit.',
  ),

  // Templates
  TEMPLATE_RESULT_TOO_LONG: entry(
    422,
    'skip-record',
    'The template made a text of more than {limit} characters. Shorten it, e.g. with the filter slice.',
  ),
  TEMPLATE_SYNTAX: entry(
    422,
    'stop-run',
    'The template "{template}" is not valid at character {position}: {problem}.',
  ),
  TEMPLATE_TOO_LONG: entry(
    422,
    'stop-run',
    'The template or path has {length} characters; at most {limit} are allowed. Shorten it.',
  ),
  TEMPLATE_WORK_EXCEEDED: entry(
    422,
    'skip-record',
    'The expression "{template}" was stopped: it needs more than the {limit}{of}. Apply fewer filters, or cut what goes into them with the filter slice.',
  ),

  // Vault
  VAULT_AUTHORIZE_NOT_NEEDED: entry(
    409,
    'stop-run',
    '"{method}" needs no sign-in at the vendor. Use Test instead: Muster then fetches a token with the values of the credential "{credential}".',
  ),
  VAULT_AUTHORIZE_REFUSED: entry(
    422,
    'stop-run',
    '{vendor} did not authorize Muster: {reason}. Check the values of the credential "{credential}" and press Authenticate again.',
  ),
  VAULT_CONSENT_REFUSED: entry(
    422,
    'stop-run',
    'The request was declined at {vendor}, so Muster got no access. Press Authenticate again, sign in with an account that may grant access, and allow it.',
  ),
  VAULT_CREDENTIAL_INCOMPLETE: entry(
    409,
    'stop-run',
    'The credential "{credential}" is not complete: {problem}',
  ),
  VAULT_CREDENTIAL_IN_USE: entry(
    409,
    'stop-run',
    'The credential "{credential}" is used by {users}. Choose another credential there first, then delete this one.',
  ),
  VAULT_FIELD_INVALID: entry(422, 'stop-run', '{problem}'),
  VAULT_HOOK_UNKNOWN: entry(
    500,
    'stop-run',
    'The connector "{connector}" names the hook "{hook}", which this Muster does not have. Use the connector version that belongs to this Muster.',
  ),
  VAULT_HOST_REFUSED: entry(
    502,
    'stop-run',
    'Nothing is sent to {target}: the credential "{credential}" belongs to {host}, and its secrets go nowhere else. {advice}',
  ),
  VAULT_ISSUER_WRONG: entry(
    400,
    'stop-run',
    'The sign-in of the credential "{credential}" was started at {expected}, but the answer says that it comes from {issuer}. Nothing was sent. Close this window and press Authenticate again; if it happens again, check the address in the credential.',
  ),
  VAULT_LOGIN_REFUSED: entry(
    422,
    'reauthorize',
    '{vendor} did not accept the sign-in of the credential "{credential}" at {host} (HTTP {status}). {hint}',
  ),
  VAULT_MASTER_KEY_INVALID: entry(500, 'stop-run', 'The master key from {source} cannot be used: {problem}'),
  VAULT_MASTER_KEY_LOST: entry(
    500,
    'stop-run',
    'The master key is missing: {source} does not exist, and {what} in the database is sealed with the master key {keyId}. A new key could not open it, so none was made. Put the file back from your copy, or say where the key is (MUSTER_MASTER_KEY, MUSTER_MASTER_KEY_FILE or MUSTER_MASTER_KEY_COMMAND), and start again.',
  ),
  VAULT_MASTER_KEY_MISSING: entry(
    500,
    'stop-run',
    'The secrets of {what} were sealed with the master key {keyId}, but Muster has only {available} (from {source}). Put the right key back from your backup; without it these secrets must be entered again.',
  ),
  VAULT_METHOD_UNKNOWN: entry(
    422,
    'stop-run',
    '{connector} has no way to authenticate called "{method}". Choose one of: {methods}.',
  ),
  VAULT_NAME_TAKEN: entry(409, 'stop-run', 'There is already a {what} called "{name}". Choose another name.'),
  VAULT_NEEDS_REAUTHENTICATION: entry(
    409,
    'reauthorize',
    'The credential "{credential}" needs re-authentication: {reason} Open it under Security > Credentials and authenticate it again there.',
  ),
  VAULT_NOT_AUTHENTICATED: entry(
    409,
    'reauthorize',
    'The credential "{credential}" has not been authenticated yet. Open it under Security > Credentials and authenticate it there.',
  ),
  VAULT_REFRESH_BUSY: entry(
    503,
    'retry',
    'Another Muster process has been refreshing the credential "{credential}" for {seconds} seconds without an end. Muster tries again; check that process and the network to the vendor.',
  ),
  VAULT_ROTATION_RUNNING: entry(
    409,
    'stop-run',
    'The master key is just being rotated by another process. Wait for it to end.',
  ),
  VAULT_SEAL_BROKEN: entry(
    500,
    'stop-run',
    'The secrets of {what} cannot be opened: the stored data was changed, cut or moved to another record. Enter the secrets again or restore the database from a backup.',
  ),
  VAULT_SECRET_NEEDED: entry(
    422,
    'reauthorize',
    'The credential "{credential}" needs the secret for {host}: {reason} {advice}',
  ),
  VAULT_STATE_EXPIRED: entry(
    400,
    'stop-run',
    'The sign-in took longer than {minutes} minutes, so it is no longer valid. Close this window and press Authenticate again.',
  ),
  VAULT_STATE_FOREIGN: entry(
    403,
    'stop-run',
    'This sign-in was started by another person or in another browser. Close this window and press Authenticate in the browser where you are signed in to Muster; open Muster at {publicUrl}.',
  ),
  VAULT_STATE_UNKNOWN: entry(
    400,
    'stop-run',
    'This sign-in was not started by Muster, or it has already been removed. Close this window and press Authenticate again.',
  ),
  VAULT_STATE_USED: entry(
    400,
    'stop-run',
    'This sign-in has already been completed once. Close this window; if the credential is not authenticated, press Authenticate again.',
  ),
  VAULT_TOKEN_ANSWER_INVALID: entry(
    502,
    'stop-run',
    '{vendor} answered the token request with {what} instead of a token (HTTP {status} from {host}). Check the address in the credential "{credential}".',
  ),
  VAULT_TOKEN_HOST_REFUSED: entry(
    422,
    'stop-run',
    'The token request of the credential "{credential}" would go to {host}, which is not a token host of {vendor} ({problem}). Check the address in the credential.',
  ),
  VAULT_TOKEN_PAUSED: entry(
    503,
    'retry',
    '{vendor} throttles token requests and forgives only after silence. The credential "{credential}" stays valid; Muster asks again in {minutes} minutes.',
  ),
  VAULT_TOKEN_REFUSED: entry(
    422,
    'stop-run',
    '{vendor} refused the token request of the credential "{credential}": {reason}',
  ),
  VAULT_TOKEN_UNAVAILABLE: entry(
    503,
    'retry',
    'The token endpoint of {vendor} at {host} did not work: {reason} {next}',
  ),
  VAULT_VARIABLE_IN_USE: entry(
    409,
    'stop-run',
    'The global variable {key} is used by {uses}. Enter a value there first, then delete it.',
  ),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalog;

export type ErrorParams = Record<string, string | number | boolean | null | undefined>;

export interface ErrorOptions {
  /** The field, record or setting the error is about; shown beside it in forms. */
  field?: string;
  /** Further facts for the log and the answer. Must be safe to show: never a secret. */
  details?: Record<string, unknown>;
  /** For `retry`: how long the other side asked us to wait. */
  retryAfterMs?: number;
  cause?: unknown;
}

/** The only error class thrown on purpose. Make it with {@link makeError}. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly recovery: Recovery;
  readonly field: string | undefined;
  readonly details: Record<string, unknown> | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    const found: ErrorEntry = errorCatalog[code];
    this.name = 'AppError';
    this.code = code;
    this.status = found.status;
    this.recovery = found.recovery;
    this.field = options.field;
    this.details = options.details;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Makes (does not throw) the error of a catalog entry. A parameter missing from `params` stays visible as `{name}`. */
export function makeError(code: ErrorCode, params: ErrorParams = {}, options: ErrorOptions = {}): AppError {
  const found: ErrorEntry = errorCatalog[code];
  const message = found.message.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in params ? String(params[name]) : whole,
  );
  // Parameters may hold a vendor's words, and every message may be stored; PostgreSQL holds neither of these.
  return new AppError(code, message.toWellFormed().replaceAll('\u0000', ''), options);
}

export function isAppError(err: unknown): err is AppError {
  return err instanceof AppError;
}

/** Turns anything caught into an AppError; what is not one becomes API_INTERNAL with the original as cause. */
export function coerceError(err: unknown, requestId = 'none'): AppError {
  return isAppError(err) ? err : makeError('API_INTERNAL', { requestId }, { cause: err });
}
