// Generated from docs/generated/openapi.json by "npm run gen". Do not edit.

export interface paths {
    "/api/api-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List API tokens: one’s own, or as administrator everybody’s */
        get: operations["getApiTokens"];
        put?: never;
        /** Create an API token; the answer shows it this once */
        post: operations["postApiTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/api-tokens/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke an API token at once and for good */
        post: operations["postApiTokensByIdRevoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, and when; newest first */
        get: operations["getAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/streams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the audit log is sent to beside the database, and how far */
        get: operations["getAuditStreams"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The catalog */
        get: operations["getConnectors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connectors/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a connector: forms, scopes, streams */
        get: operations["getConnectorsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connectors/{id}/guide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the set-up guide of a connector */
        get: operations["getConnectorsByIdGuide"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connectors/{id}/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Global variables the forms of a connector fall back on, and whether they are there */
        get: operations["getConnectorsByIdVariables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/credential-warnings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Credentials that need a person now or within two weeks, most urgent first */
        get: operations["getCredentialWarnings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List credentials */
        get: operations["getCredentials"];
        put?: never;
        /** Create a credential */
        post: operations["postCredentials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/credentials/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a credential */
        get: operations["getCredentialsById"];
        put?: never;
        post?: never;
        /** Delete a credential that nothing uses */
        delete: operations["deleteCredentialsById"];
        options?: never;
        head?: never;
        /** Change a credential; what is absent stays */
        patch: operations["patchCredentialsById"];
        trace?: never;
    };
    "/api/credentials/{id}/authorize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start the sign-in at the vendor (OAuth 2.0 authorization code) */
        post: operations["postCredentialsByIdAuthorize"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/credentials/{id}/change-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a change would ask for and stop; nothing is saved */
        post: operations["postCredentialsByIdChangeCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/credentials/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try the credential with one cheap request */
        post: operations["postCredentialsByIdTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proofs of erasure: counts, and not who */
        get: operations["getErasures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/erasures/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let an erased person come back with the next session of a source that has them */
        post: operations["postErasuresByIdRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What changes, as server-sent events
         * @description Events `changed` name the paths of the API whose answers are other ones now, `/*` at the end meaning everything below; only those the caller may read. `hello` says where the stream begins. After a break the last id (`Last-Event-ID` or `after`) brings what was missed; `reset` says that everything may have changed. Lines that begin with a colon show that the stream lives. It ends with the session.
         */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/global-variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List global variables and where they are used */
        get: operations["getGlobalVariables"];
        put?: never;
        /** Add a global variable */
        post: operations["postGlobalVariables"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/global-variables/change-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Credentials that would stop with this value; nothing is saved */
        post: operations["postGlobalVariablesChangeCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/global-variables/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a global variable nothing uses */
        delete: operations["deleteGlobalVariablesById"];
        options?: never;
        head?: never;
        /** Change its value, or make it secret */
        patch: operations["patchGlobalVariablesById"];
        trace?: never;
    };
    "/api/integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List integrations */
        get: operations["getIntegrations"];
        put?: never;
        /** Add an integration from the catalog, as a draft */
        post: operations["postIntegrations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an integration, with what is missing for its launch */
        get: operations["getIntegrationsById"];
        put?: never;
        post?: never;
        /** Delete an integration; the records it brought stay */
        delete: operations["deleteIntegrationsById"];
        options?: never;
        head?: never;
        /** Change details, credential, schedule or policies */
        patch: operations["patchIntegrationsById"];
        trace?: never;
    };
    "/api/integrations/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel the open session */
        post: operations["postIntegrationsByIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an integration brings, changed lately and leaves to people */
        get: operations["getIntegrationsByIdFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}/launch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Launch: from now on it runs by its schedule */
        post: operations["postIntegrationsByIdLaunch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}/mapping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the mapping; version 0 when there is none yet */
        get: operations["getIntegrationsByIdMapping"];
        /** Save the mapping; `version` is the one it was edited from, and what others have changed since stays */
        put: operations["putIntegrationsByIdMapping"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}/mapping/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The sampled records as this mapping would write them */
        post: operations["postIntegrationsByIdMappingPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}/mapping/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Smart Mapping: proposals with confidence and reason */
        post: operations["postIntegrationsByIdMappingSuggest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause */
        post: operations["postIntegrationsByIdPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Preview: decide everything, write nothing */
        post: operations["postIntegrationsByIdPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume */
        post: operations["postIntegrationsByIdResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run now */
        post: operations["postIntegrationsByIdRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}/sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Source fields and sampled records */
        get: operations["getIntegrationsByIdSample"];
        put?: never;
        /** Read a new sample from the vendor */
        post: operations["postIntegrationsByIdSample"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}/test-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Test run of the first records; nothing is written */
        post: operations["postIntegrationsByIdTestRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a passkey; from now on a second factor is asked for, other browsers are signed out */
        post: operations["postMePasskeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Options for `navigator.credentials.create`, to add a passkey */
        post: operations["postMePasskeysOptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/passkeys/{id}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove a passkey */
        post: operations["postMePasskeysByIdRemove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change one’s own password; every session ends, this browser gets a new one, API tokens end unless told otherwise */
        post: operations["postMePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make new recovery codes, shown this once; the former ones end */
        post: operations["postMeRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One’s authenticator app, passkeys and recovery codes */
        get: operations["getMeSecondFactor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The browsers one is signed in with, latest seen first */
        get: operations["getMeSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/sessions/end-others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign out in all other browsers */
        post: operations["postMeSessionsEndOthers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/sessions/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign out in one browser */
        post: operations["postMeSessionsByIdEnd"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to set up an authenticator app; the answer shows its secret this once */
        post: operations["postMeTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show a first code of the app; from now on it is asked for, other browsers are signed out */
        post: operations["postMeTotpConfirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/totp/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove the authenticator app */
        post: operations["postMeTotpRemove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One’s own notifications, newest first */
        get: operations["getNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark notifications as read: those named, or all of one’s own */
        post: operations["postNotificationsRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/objects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List objects */
        get: operations["getObjects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/objects/{object}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an object with its fields */
        get: operations["getObjectsByObject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/objects/{object}/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a Muster field */
        post: operations["postObjectsByObjectFields"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/objects/{object}/fields/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a field of one’s own with what hangs on it */
        get: operations["getObjectsByObjectFieldsByName"];
        put?: never;
        post?: never;
        /** Delete a field of one’s own with its values; mappings lose its row */
        delete: operations["deleteObjectsByObjectFieldsByName"];
        options?: never;
        head?: never;
        /** Rename a field of one’s own; mappings, filters and values stay */
        patch: operations["patchObjectsByObjectFieldsByName"];
        trace?: never;
    };
    "/api/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts, recent sessions and what needs attention */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/parked-records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List source records that wait for a person, both records side by side */
        get: operations["getParkedRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/parked-records/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what the next sessions do about parked records */
        post: operations["postParkedRecordsDecide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/placeholders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List values that identify nothing */
        get: operations["getPlaceholders"];
        put?: never;
        /** Add a value that identifies nothing */
        post: operations["postPlaceholders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/placeholders/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The fields an entry may be about */
        get: operations["getPlaceholdersFields"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/placeholders/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What saving an entry would change */
        post: operations["postPlaceholdersPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/placeholders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove an entry */
        delete: operations["deletePlaceholdersById"];
        options?: never;
        head?: never;
        /** Change an entry */
        patch: operations["patchPlaceholdersById"];
        trace?: never;
    };
    "/api/records/assets/{id}/software": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is installed on an asset */
        get: operations["getRecordsAssetsByIdSoftware"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/records/people/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Erase a person: everything that names them. Cannot be undone; the answer is the proof */
        post: operations["postRecordsPeopleByIdErase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/records/software/{id}/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The assets that have a product installed */
        get: operations["getRecordsSoftwareByIdAssets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/records/software/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The versions of a product, as the vendors spell them */
        get: operations["getRecordsSoftwareByIdVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/records/{object}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List records; archived ones only with the filter archived:eq:true */
        get: operations["getRecordsByObject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/records/{object}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The filtered list as CSV (UTF-8 with a byte order mark; without it with bom=false), XLSX or NDJSON, streamed */
        get: operations["getRecordsByObjectExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/records/{object}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a record: fields, where each value came from, source records */
        get: operations["getRecordsByObjectById"];
        put?: never;
        post?: never;
        /** Delete an archived record with its sources and history; a source that still has it brings it back as a new one */
        delete: operations["deleteRecordsByObjectById"];
        options?: never;
        head?: never;
        /** Edit by hand, lock fields, archive or restore */
        patch: operations["patchRecordsByObjectById"];
        trace?: never;
    };
    "/api/records/{object}/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a record, newest first */
        get: operations["getRecordsByObjectByIdHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/records/{object}/{id}/sources/{sourceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The vendor's latest version of the record, as JSON text with every digit */
        get: operations["getRecordsByObjectByIdSourcesBySourceId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long what passes is kept, and what was deleted last */
        get: operations["getRetention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change how long what passes is kept; kinds that are not named stay as they are */
        patch: operations["patchRetention"];
        trace?: never;
    };
    "/api/schedules/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a schedule means, and its next runs */
        post: operations["postSchedulesPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List sync sessions */
        get: operations["getSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a session with its live progress */
        get: operations["getSessionsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Apply the plan of a preview, exactly or not at all */
        post: operations["postSessionsByIdApply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a session */
        post: operations["postSessionsByIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{id}/drift/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that what fell silent in a session is right now: the next ones are compared with it */
        post: operations["postSessionsByIdDriftAcknowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Log of a session */
        get: operations["getSessionsByIdLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{id}/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Record outcomes of one kind, with reasons and field changes */
        get: operations["getSessionsByIdOutcomes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{id}/payload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Raw and mapped payload of a test run, as JSON text with every digit */
        get: operations["getSessionsByIdPayload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the first administrator still has to be created */
        get: operations["getSetup"];
        put?: never;
        /** Create the first administrator and sign in; only while there is no user */
        post: operations["postSetup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in; sets the session cookie */
        post: operations["postSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which roles need a second factor */
        get: operations["getSignInRules"];
        /** Say which roles need a second factor; holds at once */
        put: operations["putSignInRules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Second step of signing in: a code, a recovery code or a passkey; sets the session cookie */
        post: operations["postSignInSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the session of this browser */
        post: operations["postSignOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/software-normalizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List incoming software names and their standard names */
        get: operations["getSoftwareNormalizations"];
        put?: never;
        /** Add an incoming name */
        post: operations["postSoftwareNormalizations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/software-normalizations/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Apply the list to everything installed so far */
        post: operations["postSoftwareNormalizationsApply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/software-normalizations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove an entry */
        delete: operations["deleteSoftwareNormalizationsById"];
        options?: never;
        head?: never;
        /** Change an entry */
        patch: operations["patchSoftwareNormalizationsById"];
        trace?: never;
    };
    "/api/user-names": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names of users, for choosing contacts */
        get: operations["getUserNames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List users */
        get: operations["getUsers"];
        put?: never;
        /** Create a user */
        post: operations["postUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a user */
        get: operations["getUsersById"];
        put?: never;
        post?: never;
        /** Delete a user with sessions and API tokens; the audit log keeps the name */
        delete: operations["deleteUsersById"];
        options?: never;
        head?: never;
        /** Change a user: name, e-mail address, role, disabled, new password */
        patch: operations["patchUsersById"];
        trace?: never;
    };
    "/api/users/{id}/reset-second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take all second factors of a user away and end the user’s sessions */
        post: operations["postUsersByIdResetSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process is up and can go on by itself; 503 when it cannot and is about to end */
        get: operations["getHealthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus: from this machine, with MUSTER_METRICS_TOKEN or with an API token */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth2/redirect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** End of a sign-in at a vendor: a page that tells the window which opened it, and closes itself */
        get: operations["getOauth2Redirect"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything needed to serve requests works; 503 and the reasons when not */
        get: operations["getReadyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ApiToken: {
            id: number;
            name: string;
            /** @description First characters of the token, to tell tokens apart. */
            prefix: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "administrator";
            userId: number;
            userName: string;
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            lastUsedAt: string | null;
            revokedAt: string | null;
        };
        AuditRecord: {
            id: number;
            /** Format: date-time */
            at: string;
            userId: number | null;
            /** @description Name of who did it, as it was then. */
            actor: string;
            /** @enum {string} */
            source: "ui" | "api" | "cli" | "integration" | "system";
            action: string;
            targetType: string;
            targetId: string | null;
            targetName: string | null;
            details: {
                [key: string]: unknown;
            };
        };
        AuditStream: {
            /** @enum {string} */
            kind: "file" | "syslog";
            /** @description The file, or the address of the receiver. */
            target: string;
            /** @description Every entry up to this one has arrived. */
            sentId: number;
            sentAt: string | null;
            /**
             * Format: date-time
             * @description A process with the setting has looked after the stream then.
             */
            attendedAt: string;
            failingSince: string | null;
            failureCount: number;
            /** @description Why the last try failed, and what to do. */
            error: string | null;
            nextTryAt: string | null;
            /** @description When the oldest entry that waits was written. */
            waitingSince: string | null;
            /** @description Counting stops at 10000. */
            waitingCount: number;
        };
        BrowserSession: {
            id: number;
            address: string | null;
            userAgent: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** @description The one that asks. */
            isCurrent: boolean;
        };
        Connector: {
            id: string;
            name: string;
            description: string;
            logo: string;
            categories: string[];
            docsUrl: string;
            /** @description What its streams fill. */
            objects: ("people" | "assets" | "software" | "saas" | "saas_accounts")[];
            /** @description `in`: loads records into Muster; `out`: carries something from Muster to the vendor. */
            directions: ("in" | "out")[];
            auth: {
                id: string;
                title: string;
                /** @enum {string} */
                kind: "oauth2" | "api_key" | "basic" | "session_login";
                /** @description A person signs in at the vendor (OAuth 2.0 authorization code). */
                needsSignIn: boolean;
                fields: components["schemas"]["FormField"][];
                scopes: {
                    name: string;
                    reason: string;
                    isDefault: boolean;
                }[];
            }[];
            /** @description Global variables its forms fall back on. */
            variables: string[];
            streams: {
                id: string;
                name: string;
                description: string;
                object: string;
                /** @description Its records bring the software installed on them. */
                fillsSoftware: boolean;
                mayFillSaas: boolean;
            }[];
            /** @description Enter it at the vendor, character by character. */
            redirectUrl: string;
            settings: components["schemas"]["FormField"][];
        };
        ConnectorCard: {
            id: string;
            name: string;
            description: string;
            logo: string;
            categories: string[];
            docsUrl: string;
            /** @description What its streams fill. */
            objects: ("people" | "assets" | "software" | "saas" | "saas_accounts")[];
            /** @description `in`: loads records into Muster; `out`: carries something from Muster to the vendor. */
            directions: ("in" | "out")[];
            auth: {
                id: string;
                title: string;
                /** @enum {string} */
                kind: "oauth2" | "api_key" | "basic" | "session_login";
            }[];
            /** @description Global variables its forms fall back on. */
            variables: string[];
            streams: {
                id: string;
                name: string;
                description: string;
                object: string;
                /** @description Its records bring the software installed on them. */
                fillsSoftware: boolean;
                mayFillSaas: boolean;
            }[];
        };
        Credential: {
            id: number;
            name: string;
            description: string;
            owner: string;
            connectorId: string;
            connectorName: string;
            methodId: string;
            methodTitle: string;
            /** @description Null when the connector or its method no longer exists. */
            kind: ("oauth2" | "api_key" | "basic" | "session_login") | null;
            /** @description Only of OAuth 2.0. `authorization_code` needs Authenticate. */
            grant: ("authorization_code" | "client_credentials" | "password") | null;
            /** @enum {string} */
            status: "not_authenticated" | "authenticated" | "expiring" | "needs_reauthentication" | "needs_secret";
            /** @description Why, in words for a person. Shown from the role operator on. */
            statusReason: string | null;
            /** @description False while a person still has to authenticate it at the vendor. */
            isUsable: boolean;
            isDraft: boolean;
            scopes: string[];
            /** @description Servers besides its own that integrations may send it to: `host` or `host:port`. Shown from the role operator on. */
            otherServers: string[];
            /** @description When the secret itself ends. */
            expiresAt: string | null;
            accessTokenExpiresAt: string | null;
            refreshedAt: string | null;
            lastUsedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description Integrations that use it. */
            usedBy: {
                id: number;
                name: string;
            }[];
        };
        CredentialDetail: {
            id: number;
            name: string;
            description: string;
            owner: string;
            connectorId: string;
            connectorName: string;
            methodId: string;
            methodTitle: string;
            /** @description Null when the connector or its method no longer exists. */
            kind: ("oauth2" | "api_key" | "basic" | "session_login") | null;
            /** @description Only of OAuth 2.0. `authorization_code` needs Authenticate. */
            grant: ("authorization_code" | "client_credentials" | "password") | null;
            /** @enum {string} */
            status: "not_authenticated" | "authenticated" | "expiring" | "needs_reauthentication" | "needs_secret";
            /** @description Why, in words for a person. Shown from the role operator on. */
            statusReason: string | null;
            /** @description False while a person still has to authenticate it at the vendor. */
            isUsable: boolean;
            isDraft: boolean;
            scopes: string[];
            /** @description Servers besides its own that integrations may send it to: `host` or `host:port`. Shown from the role operator on. */
            otherServers: string[];
            /** @description When the secret itself ends. */
            expiresAt: string | null;
            accessTokenExpiresAt: string | null;
            refreshedAt: string | null;
            lastUsedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description Integrations that use it. */
            usedBy: {
                id: number;
                name: string;
            }[];
            /** @description Form values that are not secret. Shown from the role operator on. */
            fields: {
                [key: string]: string;
            };
            /** @description Keys of secret form fields that have a value. The values are never given out. */
            secretsSet: string[];
            /** @description What to do when signing in fails although everything entered is right, e.g. because of MFA. */
            signInHelp: {
                title: string;
                steps: string[];
                signOutUrl?: string;
            } | null;
        };
        Erasure: {
            /** Format: uuid */
            id: string;
            /** @description What the audit log calls the person from now on. */
            pseudonym: string;
            /** Format: date-time */
            erasedAt: string;
            erasedBy: string;
            /** @description What went: records, sources, history, accounts, outcomes and so on. */
            counts: {
                [key: string]: number;
            };
            /** @description Since when the person may come back. */
            releasedAt: string | null;
            releasedBy: string | null;
        };
        ErrorResponse: {
            error: {
                /** @description Stable code from the error catalog, e.g. API_NOT_FOUND. */
                code: string;
                /** @description What happened and what to do next. */
                message: string;
                /** @description The field, parameter or setting the error is about. */
                field?: string;
                details?: {
                    [key: string]: unknown;
                };
            };
        };
        Field: {
            name: string;
            label: string;
            /** @enum {string} */
            type: "short_text" | "long_text" | "number" | "decimal" | "boolean" | "date_time" | "duration" | "list" | "role" | "person";
            isUnique: boolean;
            isCustom: boolean;
            isMandatory: boolean;
            /** @description Kept by Muster: neither mapped nor edited. */
            isComputed?: boolean;
            choices?: string[];
        };
        FormField: {
            key: string;
            title: string;
            help: string;
            /** @enum {string} */
            type: "text" | "url" | "host" | "port" | "number" | "boolean" | "choice" | "multiline";
            isRequired: boolean;
            isSecret: boolean;
            pattern: string | null;
            patternHelp: string | null;
            example: string | null;
            defaultValue: string | null;
            /** @description Of a host: suggestions, any other may be entered. */
            choices: {
                value: string;
                label: string;
            }[];
            /** @description Fills the field when it is left empty. */
            globalVariable: string | null;
            /** @description Known misprints. Entered in any case, they are corrected when the form is saved. */
            corrections: {
                from: string;
                to: string;
                hint: string;
            }[];
        };
        GlobalVariable: {
            id: number;
            /** @description `Vendor.Key`, in templates `{{ Vendor.Key }}`. */
            key: string;
            /** @description Null when it is secret, or when you may only read the names. Shown from the role operator on. */
            value: string | null;
            isSecret: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            uses: {
                /** @enum {string} */
                kind: "credential" | "integration" | "mapping";
                id: number;
                name: string;
            }[];
            /** @description Connectors that can use it. */
            wantedBy: {
                connectorId: string;
                connectorName: string;
                /** @description Titles of the form fields that fall back on it. */
                fields: string[];
            }[];
        };
        InstalledSoftware: {
            softwareId: number;
            /** @description The product. */
            softwareName: string;
            /** @description As the vendor spells it. */
            installedName: string;
            version: string;
            publisher: string;
            /** @description The latest day an integration has stated. */
            installedOn: string | null;
            /** @description The integrations that have reported it. */
            sources: {
                integrationId: number;
                integrationName: string;
            }[];
        };
        Integration: {
            id: number;
            name: string;
            connectorId: string;
            connectorName: string;
            /** @description Inline SVG. */
            connectorLogo: string;
            streamId: string;
            streamName: string;
            docsUrl: string | null;
            object: string;
            mayFillSaas: boolean;
            /** @description False where the connector says that what its list lacks is not known to be gone: nothing follows, whatever `absencePolicy` says. */
            mayRetire: boolean;
            credentialId: number | null;
            credentialName: string | null;
            credentialStatus: string | null;
            /** @description Shown from the role operator on. */
            settings: {
                [key: string]: string;
            };
            /** @enum {string} */
            preference: "create_and_update" | "create_only" | "update_only";
            /** @enum {string} */
            userSelection: "user_only" | "user_plus_saas";
            /** @enum {string} */
            status: "draft" | "active" | "paused";
            /** @enum {string} */
            health: "ok" | "failing" | "needs_reauthentication" | "needs_secret" | "not_ready" | "overdue";
            integrationUser: string;
            contacts: number[];
            schedule: components["schemas"]["Schedule"];
            scheduleText: string;
            nextRunAt: string | null;
            /** @enum {string} */
            absencePolicy: "keep" | "deactivate" | "archive";
            retireLimitPercent: number;
            /** @description A cause is told of when its share has risen by more percentage points than this … */
            driftPoints: number;
            /** @description … and to more than this many times what is usual. */
            driftFactor: number;
            /** @description Too much where there is no session to compare with. */
            driftFirstPercent: number;
            /** @description Shown from the role operator on. */
            caBundlePem: string | null;
            mappingVersion: number | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            openSession: {
                id: number;
                kind: string;
                status: string;
            } | null;
            lastSession: {
                id: number;
                kind: string;
                status: string;
                startedAt: string | null;
                endedAt: string | null;
                /** @description Shown from the role operator on. */
                errorMessage: string | null;
            } | null;
            missing: {
                /** @enum {string} */
                section: "details" | "credentials" | "schedule" | "mapping";
                field: string;
                message: string;
            }[];
        };
        IntegrationFigures: {
            /** @description Records the vendor has and Muster knows. */
            liveRecordCount: number;
            /** @description Records the vendor had once and no longer has. */
            missingRecordCount: number;
            /** @description Of its records, those that wait for a person. */
            openParkedCount: number;
            /** @description The last run that ended; test runs and previews are none. */
            lastRun: {
                id: number;
                status: string;
                /** Format: date-time */
                endedAt: string;
                readCount: number;
                createdCount: number;
                updatedCount: number;
                retiredCount: number;
                skippedCount: number;
                failedCount: number;
                ambiguousCount: number;
                warningCount: number;
            } | null;
            /** @description The last run, when something fell silent in it and nobody has said that it is right. */
            driftSessionId: number | null;
            recent: {
                days: number;
                runCount: number;
                failedRunCount: number;
                readCount: number;
                createdCount: number;
                updatedCount: number;
                retiredCount: number;
            };
            /** @description How many of its records have a value in each mapped field. */
            coverage: {
                /** @description Records that were looked at. */
                recordCount: number;
                /** @description Whether those are all. */
                isWhole: boolean;
                fields: {
                    field: string;
                    label: string;
                    filledCount: number;
                }[];
            };
        };
        Liveness: {
            isAlive: boolean;
            message?: string;
        };
        Mapping: {
            rows: {
                target: string;
                source: {
                    /** @constant */
                    kind: "path";
                    path: string;
                } | {
                    /** @constant */
                    kind: "literal";
                    value: string | number | boolean;
                };
                /** @enum {string} */
                writeRule: "always" | "only_if_empty" | "on_create_only";
                syncKeyPriority?: number;
                updateSyncKey?: boolean;
            }[];
            condition?: string;
        };
        MappingInput: {
            rows: {
                target: string;
                source: {
                    /** @constant */
                    kind: "path";
                    path: string;
                } | {
                    /** @constant */
                    kind: "literal";
                    value: string | number | boolean;
                };
                /** @enum {string} */
                writeRule: "always" | "only_if_empty" | "on_create_only";
                syncKeyPriority?: number;
                updateSyncKey?: boolean;
            }[];
            condition?: string;
        };
        Me: {
            user: {
                id: number;
                name: string;
                email: string;
                /** @enum {string} */
                role: "viewer" | "operator" | "administrator";
                /** @description The role needs a second factor and there is none yet: only setting one up is allowed. */
                needsSecondFactor: boolean;
            };
            /** @description Send it as x-csrf-token with everything that changes something; null for API tokens. */
            csrfToken: string | null;
        };
        Notification: {
            id: number;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            level: "info" | "warning" | "error";
            title: string;
            /** @description Shown from the role operator on. */
            message: string;
            /** @description Path in the web interface where it can be dealt with. */
            link: string | null;
            readAt: string | null;
        };
        Outcome: {
            key: number;
            outcome: string;
            nativeId: string | null;
            label: string | null;
            recordId: number | null;
            reasonCode: string | null;
            /** @description Shown from the role operator on. */
            reason: string | null;
            /** @description Field changes as mapped, `{ field: [old, new] }`, or the ids of candidates. Shown from the role viewer on. */
            details: {
                [key: string]: unknown;
            } | null;
        };
        Overview: {
            records: {
                people: {
                    count: number;
                    isExact: boolean;
                };
                assets: {
                    count: number;
                    isExact: boolean;
                };
                software: {
                    count: number;
                    isExact: boolean;
                };
                saas: {
                    count: number;
                    isExact: boolean;
                };
                saasAccounts: {
                    count: number;
                    isExact: boolean;
                };
            };
            integrations: {
                byStatus: {
                    draft: number;
                    active: number;
                    paused: number;
                };
                /** @description Active and paused integrations. `not_ready`: something is missing that it cannot run without. */
                byHealth: {
                    ok: number;
                    failing: number;
                    needs_reauthentication: number;
                    needs_secret: number;
                    not_ready: number;
                    overdue: number;
                };
            };
            credentialsNeedingAttentionCount: number;
            /** @description The last 14 days, today last. */
            sessionDays: {
                /** Format: date */
                date: string;
                succeededCount: number;
                succeededWithErrorsCount: number;
                failedCount: number;
                canceledCount: number;
            }[];
            recentSessions: {
                id: number;
                integrationId: number;
                integrationName: string;
                /** @enum {string} */
                kind: "test" | "preview" | "manual" | "scheduled" | "apply";
                /** @enum {string} */
                status: "queued" | "running" | "succeeded" | "succeeded_with_errors" | "failed" | "canceled";
                readCount: number;
                createdCount: number;
                updatedCount: number;
                failedCount: number;
                skippedCount: number;
                warningCount: number;
                /** Format: date-time */
                queuedAt: string;
                startedAt: string | null;
                endedAt: string | null;
            }[];
            /** @description What needs a person, the most urgent first. */
            attention: {
                /** @enum {string} */
                level: "error" | "warning" | "info";
                title: string;
                /** @description What is the matter and what to do. Shown from the role operator on. */
                message: string;
                /** @description Path in the web interface. */
                link: string;
            }[];
        };
        OwnSecondFactor: {
            /** @description One’s role needs a second factor. */
            isRequired: boolean;
            /** @description Since when an authenticator app is in use. */
            totpSince: string | null;
            passkeys: {
                id: number;
                name: string;
                /** @description Address it works at. */
                host: string;
                /** Format: date-time */
                createdAt: string;
                lastUsedAt: string | null;
            }[];
            recoveryCodesLeft: number;
        };
        ParkedRecord: {
            id: number;
            integrationId: number;
            integrationName: string;
            nativeId: string;
            /** @enum {string} */
            object: "people" | "assets" | "software" | "saas" | "saas_accounts";
            label: string | null;
            reasonCode: string;
            /** @description Shown from the role operator on. */
            reason: string;
            /** @description Field → value, as it would have been written. */
            incoming: {
                [key: string]: unknown;
            };
            candidates: {
                recordId: number;
                label: string | null;
                isArchived: boolean;
                values: {
                    [key: string]: unknown;
                };
            }[];
            /** Format: date-time */
            firstSeenAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            lastSessionId: number;
            decision: ("link" | "create" | "ignore") | null;
            decidedAt: string | null;
            decidedBy: string | null;
        };
        Placeholder: {
            id: number;
            /** @description With `isPattern`, `#` is one digit and `*` any text. */
            value: string;
            isPattern: boolean;
            /** @description Name of the only field it counts in; null = in every field. */
            field: string | null;
            note: string;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
        };
        PlaceholderEffect: {
            /** @description Records that hold such a value now. */
            count: number;
            /** @description False where only the first of them were looked at. */
            isExact: boolean;
            holders: {
                /** @enum {string} */
                object: "people" | "assets" | "software" | "saas" | "saas_accounts";
                recordId: number;
                label: string | null;
                field: string;
                fieldLabel: string;
                value: string;
            }[];
        };
        Readiness: {
            isReady: boolean;
            checks: {
                name: string;
                isOk: boolean;
                message: string;
            }[];
            /** @description Longest time in the last one to two minutes in which the process answered nothing. */
            longestLoopDelayMs: number;
            /** @description What should be looked at though Muster is ready. */
            warnings: string[];
        };
        Record: {
            id: number;
            /** @description Field name → value; instants as ISO 8601 text. */
            values: {
                [key: string]: (string | number | boolean | string[]) | null;
            };
            archivedAt: string | null;
        };
        RecordDetail: {
            id: number;
            /** @description Field name → value; instants as ISO 8601 text. */
            values: {
                [key: string]: (string | number | boolean | string[]) | null;
            };
            archivedAt: string | null;
            /** @enum {string} */
            object: "people" | "assets" | "software" | "saas" | "saas_accounts";
            version: number;
            lockedFields: string[];
            /** Format: date-time */
            createdAt: string;
            createdBy: string | null;
            createdBySession: number | null;
            /** Format: date-time */
            updatedAt: string;
            updatedBy: string | null;
            fields: components["schemas"]["Field"][];
            /** @description Who said a field last; a field that is missing here has its first value. */
            origins: {
                field: string;
                /** Format: date-time */
                at: string;
                actor: string;
                sessionId: number | null;
                integrationId: number | null;
                userId: number | null;
            }[];
            sources: {
                id: number;
                integrationId: number;
                integrationName: string;
                connectorId: string;
                streamId: string;
                nativeId: string;
                /** Format: date-time */
                firstSeenAt: string;
                /** Format: date-time */
                lastChangedAt: string;
                missingSince: string | null;
            }[];
        };
        RetentionRule: {
            /** @enum {string} */
            kind: "sessions" | "outcomes" | "session_logs" | "plans" | "test_payloads" | "audit" | "notifications" | "source_payloads";
            label: string;
            /** @description What is deleted, and what stays. */
            what: string;
            /** @description null = for ever. */
            keepDays: number | null;
            /** @description null = for ever. */
            defaultDays: number | null;
            updatedAt: string | null;
            updatedBy: string | null;
            lastRunAt: string | null;
            /** @description Deleted by the last run. */
            lastDeletedCount: number;
            /** @description Deleted by all runs. */
            deletedCount: number;
        };
        Schedule: {
            /** @constant */
            kind: "manual";
        } | {
            /** @constant */
            kind: "interval";
            everyMinutes: number;
        } | {
            /** @constant */
            kind: "daily";
            timeOfDay: string;
            timeZone: string;
        } | {
            /** @constant */
            kind: "weekly";
            days: ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
            timeOfDay: string;
            timeZone: string;
        } | {
            /** @constant */
            kind: "cron";
            expression: string;
            timeZone: string;
        };
        ScheduleInput: {
            /** @constant */
            kind: "manual";
        } | {
            /** @constant */
            kind: "interval";
            everyMinutes: number;
        } | {
            /** @constant */
            kind: "daily";
            timeOfDay: string;
            timeZone: string;
        } | {
            /** @constant */
            kind: "weekly";
            days: ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
            timeOfDay: string;
            timeZone: string;
        } | {
            /** @constant */
            kind: "cron";
            expression: string;
            timeZone: string;
        };
        SecondFactorWanted: {
            /** @description Send it with the second factor, within ten minutes. */
            signInToken: string;
            /** @description A code of an authenticator app may be shown. */
            hasTotp: boolean;
            /** @description Options for `navigator.credentials.get`; null without a passkey for this address. */
            passkeyOptions: ({
                challenge: string;
            } & {
                [key: string]: unknown;
            }) | null;
        };
        Session: {
            id: number;
            integrationId: number;
            integrationName: string;
            object: string;
            kind: string;
            status: string;
            phase: string;
            requestedByName: string;
            mappingVersion: number | null;
            planSessionId: number | null;
            /** Format: date-time */
            queuedAt: string;
            startedAt: string | null;
            endedAt: string | null;
            isCancelRequested: boolean;
            errorCode: string | null;
            /** @description Shown from the role operator on. */
            errorMessage: string | null;
            counts: {
                pages: number;
                bytes: number;
                read: number;
                created: number;
                updated: number;
                unchanged: number;
                skipped: number;
                failed: number;
                ambiguous: number;
                canceled: number;
                retired: number;
                /** @description Left out because their id had come before in the session; not among those read. */
                repeated: number;
                warnings: number;
                /** @description Entries of installed software read. */
                installsRead: number;
                /** @description Among the entries read those of assets that are not loaded, because a rule leaves them out. */
                installsSkipped: number;
                /** @description Assets whose installed software was written. */
                installsChanged: number;
                expected: number | null;
            };
            elapsedMs: number;
            recordsPerSecond: number | null;
            remainingMs: number | null;
            hasPayload: boolean;
            /** @description What fell silent in the session. It says nothing about what is usual until somebody acknowledges that it is right now. */
            drift: {
                /** @description Shown from the role operator on. */
                message: string;
                acknowledgedAt: string | null;
                acknowledgedByName: string | null;
            } | null;
            /** @description Parts it once had that were deleted by age: lists of them are empty. Its counts stay. */
            deletedByRetention: ("outcomes" | "plans" | "session_logs" | "test_payloads")[];
        };
        SignInRules: {
            /** @description Whose users need a second factor; without one they can only set one up. */
            secondFactorRoles: ("viewer" | "operator" | "administrator")[];
        };
        SignInRulesInput: {
            /** @description Whose users need a second factor; without one they can only set one up. */
            secondFactorRoles: ("viewer" | "operator" | "administrator")[];
        };
        SoftwareAsset: {
            assetId: number;
            deviceName: string | null;
            serialNumber: string | null;
            assignedToId: number | null;
            assignedToName: string | null;
            versions: string[];
            /** @description Of the latest installed version. */
            installedOn: string | null;
        };
        SoftwareNormalization: {
            id: number;
            incomingName: string;
            standardName: string;
            /** Format: date-time */
            updatedAt: string;
            updatedBy: string;
        };
        SoftwareVersion: {
            id: number;
            installedName: string;
            version: string;
            publisher: string;
            assetCount: number;
        };
        SourceField: {
            path: string;
            label: string;
            /** @enum {string} */
            type: "text" | "number" | "boolean" | "date_time" | "list" | "object";
            samples: string[];
            recordCount: number;
            emptyCount: number;
            distinctCount: number;
            isDeclared: boolean;
        };
        User: {
            id: number;
            email: string;
            name: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "administrator";
            isDisabled: boolean;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            lastSignInAt: string | null;
            hasSecondFactor: boolean;
        };
        WantedVariable: {
            key: string;
            isSet: boolean;
            isSecret: boolean;
            /** @description Null when there is none, it is secret, or you may only read names. Shown from the role operator on. */
            value: string | null;
            /** @description Titles of the fields it fills. */
            fields: string[];
            help: string;
            example: string | null;
            /** @description A field that needs it is required. */
            isRequired: boolean;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getApiTokens: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApiToken"][];
                        /** @description Hand it back as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                        total: {
                            count: number;
                            isExact: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postApiTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /**
                     * @description At most your own role.
                     * @enum {string}
                     */
                    role: "viewer" | "operator" | "administrator";
                    /** @description Absent: 90 days from now. Null: the token never ends. */
                    expiresAt?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        token: components["schemas"]["ApiToken"];
                        /** @description The token itself. It is shown only now. */
                        secret: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postApiTokensByIdRevoke: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getAudit: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditRecord"][];
                        /** @description Hand it back as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                        total: {
                            count: number;
                            isExact: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getAuditStreams: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditStream"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getConnectors: {
        parameters: {
            query?: {
                q?: string;
                category?: string;
                /** @description Connectors that fill it. */
                object?: "people" | "assets" | "software" | "saas" | "saas_accounts";
                /** @description Connectors that may sign in this way. */
                authKind?: "oauth2" | "api_key" | "basic" | "session_login";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ConnectorCard"][];
                        /** @description What the whole catalog can be narrowed by. */
                        facets: {
                            categories: string[];
                            objects: ("people" | "assets" | "software" | "saas" | "saas_accounts")[];
                            authKinds: ("oauth2" | "api_key" | "basic" | "session_login")[];
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getConnectorsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connector"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getConnectorsByIdGuide: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        markdown: string | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getConnectorsByIdVariables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WantedVariable"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getCredentialWarnings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Credential"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getCredentials: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Credential"][];
                        /** @description Hand it back as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                        total: {
                            count: number;
                            isExact: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    connectorId: string;
                    methodId: string;
                    /**
                     * @description May be empty in a draft.
                     * @default
                     */
                    name?: string;
                    description?: string;
                    owner?: string;
                    /**
                     * @description Form values by key, secret ones too. An absent key keeps its value, an empty text clears it.
                     * @default {}
                     */
                    fields?: {
                        [key: string]: string;
                    };
                    /** @description Default: those the connector marks as default. */
                    scopes?: string[];
                    /** @description Servers besides its own that integrations may send it to: `host` or `host:port`, at most 20. A complete address loses all but that. */
                    otherServers?: string[];
                    /** @description When the secret ends. Not for OAuth 2.0 authorization code: there the vendor says. */
                    expiresAt?: string | null;
                    /**
                     * @description True while the form is open: Authenticate needs a stored credential. Drafts go after a day.
                     * @default false
                     */
                    isDraft?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialDetail"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getCredentialsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialDetail"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    deleteCredentialsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        isOk: true;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    patchCredentialsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    owner?: string;
                    /** @description Default: those the connector marks as default. */
                    scopes?: string[];
                    /** @description Servers besides its own that integrations may send it to: `host` or `host:port`, at most 20. A complete address loses all but that. */
                    otherServers?: string[];
                    /** @description When the secret ends. Not for OAuth 2.0 authorization code: there the vendor says. */
                    expiresAt?: string | null;
                    /** @description Cannot change; may be repeated. */
                    connectorId?: string;
                    /** @description Another authentication method drops the tokens. */
                    methodId?: string;
                    name?: string;
                    /** @description Form values by key, secret ones too. An absent key keeps its value, an empty text clears it. */
                    fields?: {
                        [key: string]: string;
                    };
                    /** @description `false` finishes a draft (Create). A finished one stays finished. */
                    isDraft?: boolean;
                    /** @description Fields as they were read: when one of them is another by now, and not what is sent, nothing is saved and API_CHANGED_MEANWHILE names it with its present value. */
                    expected?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialDetail"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postCredentialsByIdAuthorize: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Open it in a popup; the popup comes back and closes by itself. */
                        authorizeUrl: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postCredentialsByIdChangeCheck: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string;
                    owner?: string;
                    /** @description Default: those the connector marks as default. */
                    scopes?: string[];
                    /** @description Servers besides its own that integrations may send it to: `host` or `host:port`, at most 20. A complete address loses all but that. */
                    otherServers?: string[];
                    /** @description When the secret ends. Not for OAuth 2.0 authorization code: there the vendor says. */
                    expiresAt?: string | null;
                    /** @description Cannot change; may be repeated. */
                    connectorId?: string;
                    /** @description Another authentication method drops the tokens. */
                    methodId?: string;
                    name?: string;
                    /** @description Form values by key, secret ones too. An absent key keeps its value, an empty text clears it. */
                    fields?: {
                        [key: string]: string;
                    };
                    /** @description `false` finishes a draft (Create). A finished one stays finished. */
                    isDraft?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Secret fields to enter again, since a stored secret only goes where it was entered for. */
                        needs: {
                            key: string;
                            title: string;
                            /** @description Servers, as `host` or `host:port`. */
                            hosts: string[];
                        }[];
                        /** @description Servers that need a new sign-in at the vendor. */
                        signInFor: string[];
                        /** @description Integrations whose server would not be among those of the credential any more. */
                        stops: {
                            id: number;
                            name: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postCredentialsByIdTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Settings of an integration, where the address depends on them. */
                    settings?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ok: boolean;
                        /** @description What was found, and what to do. */
                        message: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getErasures: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Erasure"][];
                        /** @description Hand it back as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                        total: {
                            count: number;
                            isExact: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postErasuresByIdRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getEvents: {
        parameters: {
            query?: {
                /** @description Id of the last event heard, where no header can be sent. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description text/event-stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getGlobalVariables: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["GlobalVariable"][];
                        /** @description Hand it back as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                        total: {
                            count: number;
                            isExact: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postGlobalVariables: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    key: string;
                    value: string;
                    /** @default false */
                    isSecret?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        /** @description `Vendor.Key`, in templates `{{ Vendor.Key }}`. */
                        key: string;
                        /** @description Null when it is secret, or when you may only read the names. Shown from the role operator on. */
                        value: string | null;
                        isSecret: boolean;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postGlobalVariablesChangeCheck: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    key: string;
                    value: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        stops: {
                            id: number;
                            name: string;
                            /** @description Servers it would need its secret, or a new sign-in, for. */
                            hosts: string[];
                            integrations: {
                                id: number;
                                name: string;
                            }[];
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    deleteGlobalVariablesById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        isOk: true;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    patchGlobalVariablesById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Absent: the stored one stays. */
                    value?: string;
                    isSecret?: boolean;
                    /** @description Fields as they were read: when one of them is another by now, and not what is sent, nothing is saved and API_CHANGED_MEANWHILE names it with its present value. */
                    expected?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        /** @description `Vendor.Key`, in templates `{{ Vendor.Key }}`. */
                        key: string;
                        /** @description Null when it is secret, or when you may only read the names. Shown from the role operator on. */
                        value: string | null;
                        isSecret: boolean;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getIntegrations: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Integration"][];
                        /** @description Hand it back as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                        total: {
                            count: number;
                            isExact: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postIntegrations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    connectorId: string;
                    streamId: string;
                    name?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getIntegrationsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    deleteIntegrationsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        isOk: true;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    patchIntegrationsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    credentialId?: number | null;
                    settings?: {
                        [key: string]: string;
                    };
                    /** @enum {string} */
                    preference?: "create_and_update" | "create_only" | "update_only";
                    /** @enum {string} */
                    userSelection?: "user_only" | "user_plus_saas";
                    integrationUser?: string;
                    contacts?: number[];
                    schedule?: components["schemas"]["ScheduleInput"];
                    /** @enum {string} */
                    absencePolicy?: "keep" | "deactivate" | "archive";
                    retireLimitPercent?: number;
                    driftPoints?: number;
                    driftFactor?: number;
                    driftFirstPercent?: number;
                    caBundlePem?: string | null;
                    /** @description Fields as they were read: when one of them is another by now, and not what is sent, nothing is saved and API_CHANGED_MEANWHILE names it with its present value. */
                    expected?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postIntegrationsByIdCancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        isOk: true;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getIntegrationsByIdFigures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationFigures"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postIntegrationsByIdLaunch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getIntegrationsByIdMapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        version: number;
                        mapping: components["schemas"]["Mapping"];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    putIntegrationsByIdMapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    version: number;
                    mapping: components["schemas"]["MappingInput"];
                    /** @description Fields as they were read: when one of them is another by now, and not what is sent, nothing is saved and API_CHANGED_MEANWHILE names it with its present value. */
                    expected?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        version: number;
                        mapping: components["schemas"]["Mapping"];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postIntegrationsByIdMappingPreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    mapping: components["schemas"]["MappingInput"];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        records: {
                            raw: unknown;
                            mapped: {
                                [key: string]: unknown;
                            };
                            isSelected: boolean;
                            issues: {
                                target: string;
                                message: string;
                                /** @enum {string} */
                                severity: "warning" | "error";
                            }[];
                        }[];
                        warnings: {
                            target: string;
                            message: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postIntegrationsByIdMappingSuggest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        proposals: {
                            target: string;
                            source: string;
                            confidence: number;
                            reason: string;
                            isSyncKey: boolean;
                        }[];
                        warnings: {
                            target: string;
                            message: string;
                        }[];
                        /** @description Proposed "create or update only if". */
                        condition?: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postIntegrationsByIdPause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postIntegrationsByIdPreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sessionId: number;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postIntegrationsByIdResume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postIntegrationsByIdRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sessionId: number;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getIntegrationsByIdSample: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        fetchedAt: string | null;
                        records: unknown[];
                        fields: components["schemas"]["SourceField"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postIntegrationsByIdSample: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        fetchedAt: string | null;
                        records: unknown[];
                        fields: components["schemas"]["SourceField"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postIntegrationsByIdTestRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sessionId: number;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postMePasskeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @description What `navigator.credentials` made of the options, as JSON. */
                    answer: {
                        id: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Made with the first factor and shown only now; null with a further one. */
                        recoveryCodes: string[] | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postMePasskeysOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        options: {
                            challenge: string;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postMePasskeysByIdRemove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postMePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                    newPassword: string;
                    /**
                     * @description Whether one’s API tokens end too.
                     * @default true
                     */
                    endApiTokens?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postMeRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        recoveryCodes: string[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getMeSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnSecondFactor"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getMeSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["BrowserSession"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postMeSessionsEndOthers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        endedCount: number;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postMeSessionsByIdEnd: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postMeTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description For typing into the app. */
                        secret: string;
                        /** @description For a QR code. */
                        uri: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postMeTotpConfirm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Made with the first factor and shown only now; null with a further one. */
                        recoveryCodes: string[] | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postMeTotpRemove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getNotifications: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Notification"][];
                        /** @description Hand it back as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                        total: {
                            count: number;
                            isExact: boolean;
                        };
                        /** @description Unread notifications in all, whatever the list is filtered by. */
                        unreadCount: number;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postNotificationsRead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: number[];
                } | {
                    /** @enum {boolean} */
                    isAll: true;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Unread notifications in all, whatever the list is filtered by. */
                        unreadCount: number;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getObjects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            label: string;
                            mayHaveCustomFields: boolean;
                            fieldCount: number;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getObjectsByObject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                object: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        label: string;
                        mayHaveCustomFields: boolean;
                        fieldCount: number;
                        fields: components["schemas"]["Field"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postObjectsByObjectFields: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                object: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    label: string;
                    /** @enum {string} */
                    type: "short_text" | "long_text" | "number" | "decimal" | "boolean" | "date_time" | "duration" | "list";
                    /** @default false */
                    isUnique?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Field"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getObjectsByObjectFieldsByName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                object: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        label: string;
                        /** @enum {string} */
                        type: "short_text" | "long_text" | "number" | "decimal" | "boolean" | "date_time" | "duration" | "list" | "role" | "person";
                        isUnique: boolean;
                        isCustom: boolean;
                        isMandatory: boolean;
                        /** @description Kept by Muster: neither mapped nor edited. */
                        isComputed?: boolean;
                        choices?: string[];
                        uses: {
                            /** @description Records with a value in it. */
                            recordCount: number;
                            /** @description Records in which it is locked. */
                            lockCount: number;
                            mappings: {
                                integrationId: number;
                                integrationName: string;
                                isSyncKey: boolean;
                            }[];
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    deleteObjectsByObjectFieldsByName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                object: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        isOk: true;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    patchObjectsByObjectFieldsByName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                object: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    label: string;
                    /** @description Fields as they were read: when one of them is another by now, and not what is sent, nothing is saved and API_CHANGED_MEANWHILE names it with its present value. */
                    expected?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Field"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getOverview: {
        parameters: {
            query?: {
                /** @description IANA time zone the days are counted in. */
                timeZone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getParkedRecords: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ParkedRecord"][];
                        /** @description Hand it back as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                        total: {
                            count: number;
                            isExact: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postParkedRecordsDecide: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: number[];
                    /**
                     * @description link: it stands for the record; create: a record of its own; ignore: skipped; ask: decide again.
                     * @enum {string}
                     */
                    action: "link" | "create" | "ignore" | "ask";
                    /** @description For link: the record it stands for. */
                    recordId?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        count: number;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getPlaceholders: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Placeholder"][];
                        /** @description Hand it back as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                        total: {
                            count: number;
                            isExact: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postPlaceholders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description With `isPattern`, `#` is one digit and `*` any text. */
                    value: string;
                    /** @default false */
                    isPattern?: boolean;
                    /**
                     * @description Name of the only field it counts in; null = in every field.
                     * @default null
                     */
                    field?: string | null;
                    /** @default  */
                    note?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placeholder"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getPlaceholdersFields: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            object: "people" | "assets" | "software" | "saas" | "saas_accounts";
                            name: string;
                            label: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postPlaceholdersPreview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description With `isPattern`, `#` is one digit and `*` any text. */
                    value: string;
                    /** @default false */
                    isPattern?: boolean;
                    /**
                     * @description Name of the only field it counts in; null = in every field.
                     * @default null
                     */
                    field?: string | null;
                    /** @default  */
                    note?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlaceholderEffect"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    deletePlaceholdersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        isOk: true;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    patchPlaceholdersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description With `isPattern`, `#` is one digit and `*` any text. */
                    value: string;
                    /** @default false */
                    isPattern?: boolean;
                    /**
                     * @description Name of the only field it counts in; null = in every field.
                     * @default null
                     */
                    field?: string | null;
                    /** @default  */
                    note?: string;
                    /** @description Fields as they were read: when one of them is another by now, and not what is sent, nothing is saved and API_CHANGED_MEANWHILE names it with its present value. */
                    expected?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placeholder"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getRecordsAssetsByIdSoftware: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["InstalledSoftware"][];
                        /** @description Hand it back as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                        total: {
                            count: number;
                            isExact: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postRecordsPeopleByIdErase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getRecordsSoftwareByIdAssets: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SoftwareAsset"][];
                        /** @description Hand it back as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                        total: {
                            count: number;
                            isExact: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getRecordsSoftwareByIdVersions: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SoftwareVersion"][];
                        /** @description Hand it back as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                        total: {
                            count: number;
                            isExact: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getRecordsByObject: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items in the answer. */
                limit?: number;
                /** @description Where each record comes from as well: sourceConnectors, sourceIntegrations and sourceIntegrationUsers. */
                sources?: "true" | "false";
            };
            header?: never;
            path: {
                object: "people" | "assets" | "software" | "saas" | "saas_accounts";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Record"][];
                        /** @description Hand it back as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                        total: {
                            count: number;
                            isExact: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getRecordsByObjectExport: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                format?: "csv" | "xlsx" | "ndjson";
                bom?: "true" | "false";
                /** @description Where each record comes from as well: sourceConnectors, sourceIntegrations and sourceIntegrationUsers. */
                sources?: "true" | "false";
            };
            header?: never;
            path: {
                object: "people" | "assets" | "software" | "saas" | "saas_accounts";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getRecordsByObjectById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                object: "people" | "assets" | "software" | "saas" | "saas_accounts";
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordDetail"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    deleteRecordsByObjectById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                object: "people" | "assets" | "software" | "saas";
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What went: records, sources, history, accounts, outcomes and so on. */
                        counts: {
                            [key: string]: number;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    patchRecordsByObjectById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                object: "people" | "assets" | "software" | "saas" | "saas_accounts";
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The version the change was made from; not needed with `expected`, which names values by field, and `isArchived`. */
                    version?: number;
                    values?: {
                        [key: string]: (string | number | boolean | string[]) | null;
                    };
                    /** @description Fields no session may write any more. */
                    lock?: string[];
                    unlock?: string[];
                    isArchived?: boolean;
                    /** @description Fields as they were read: when one of them is another by now, and not what is sent, nothing is saved and API_CHANGED_MEANWHILE names it with its present value. */
                    expected?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordDetail"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getRecordsByObjectByIdHistory: {
        parameters: {
            query?: {
                before?: number;
                limit?: number;
            };
            header?: never;
            path: {
                object: "people" | "assets" | "software" | "saas" | "saas_accounts";
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: number;
                            kind: string;
                            /** Format: date-time */
                            at: string;
                            actor: string;
                            sessionId: number | null;
                            integrationId: number | null;
                            userId: number | null;
                            changes: {
                                [key: string]: [
                                    unknown,
                                    unknown
                                ];
                            };
                        }[];
                        nextBefore: number | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getRecordsByObjectByIdSourcesBySourceId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                object: "people" | "assets" | "software" | "saas" | "saas_accounts";
                id: number;
                sourceId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        text: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RetentionRule"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    patchRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description null = for ever. */
                    sessions?: number | null;
                    /** @description null = for ever. */
                    outcomes?: number | null;
                    /** @description null = for ever. */
                    session_logs?: number | null;
                    /** @description null = for ever. */
                    plans?: number | null;
                    /** @description null = for ever. */
                    test_payloads?: number | null;
                    /** @description null = for ever. */
                    audit?: number | null;
                    /** @description null = for ever. */
                    notifications?: number | null;
                    /** @description null = for ever. */
                    source_payloads?: number | null;
                    /** @description Fields as they were read: when one of them is another by now, and not what is sent, nothing is saved and API_CHANGED_MEANWHILE names it with its present value. */
                    expected?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RetentionRule"][];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postSchedulesPreview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    schedule: components["schemas"]["ScheduleInput"];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        text: string;
                        nextRuns: string[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getSessions: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Session"][];
                        /** @description Hand it back as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                        total: {
                            count: number;
                            isExact: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getSessionsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postSessionsByIdApply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sessionId: number;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postSessionsByIdCancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        isOk: true;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postSessionsByIdDriftAcknowledge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        isOk: true;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getSessionsByIdLog: {
        parameters: {
            query?: {
                after?: number;
                limit?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: number;
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            level: "info" | "warning" | "error";
                            message: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getSessionsByIdOutcomes: {
        parameters: {
            query: {
                outcome: "created" | "updated" | "unchanged" | "skipped" | "failed" | "ambiguous" | "canceled" | "retired" | "warning";
                after?: number;
                limit?: number;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Outcome"][];
                        nextAfter: number | null;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getSessionsByIdPayload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        text: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        isNeeded: boolean;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    name: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description The password is right; the second factor is wanted. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorWanted"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getSignInRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInRules"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    putSignInRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInRulesInput"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInRules"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postSignInSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    signInToken: string;
                    proof: {
                        /** @enum {string} */
                        kind: "totp";
                        code: string;
                    } | {
                        /** @enum {string} */
                        kind: "recovery_code";
                        code: string;
                    } | {
                        /** @enum {string} */
                        kind: "passkey";
                        /** @description What `navigator.credentials` made of the options, as JSON. */
                        answer: {
                            id: string;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postSignOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getSoftwareNormalizations: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SoftwareNormalization"][];
                        /** @description Hand it back as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                        total: {
                            count: number;
                            isExact: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postSoftwareNormalizations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A vendor’s spelling; `*` stands for any text. */
                    incomingName: string;
                    standardName: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SoftwareNormalization"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postSoftwareNormalizationsApply: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        movedCount: number;
                        removedCount: number;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    deleteSoftwareNormalizationsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        isOk: true;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    patchSoftwareNormalizationsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A vendor’s spelling; `*` stands for any text. */
                    incomingName: string;
                    standardName: string;
                    /** @description Fields as they were read: when one of them is another by now, and not what is sent, nothing is saved and API_CHANGED_MEANWHILE names it with its present value. */
                    expected?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SoftwareNormalization"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getUserNames: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: number;
                            name: string;
                            email: string;
                        }[];
                        /** @description Hand it back as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                        total: {
                            count: number;
                            isExact: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getUsers: {
        parameters: {
            query?: {
                /** @description Search text. */
                q?: string;
                /** @description Field to sort by, `-field` for descending. May be repeated. */
                sort?: string | string[];
                /** @description Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold. */
                filter?: string | string[];
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Most items in the answer. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["User"][];
                        /** @description Hand it back as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                        total: {
                            count: number;
                            isExact: boolean;
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    name: string;
                    /** @enum {string} */
                    role: "viewer" | "operator" | "administrator";
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getUsersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    deleteUsersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    patchUsersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email?: string;
                    name?: string;
                    /** @enum {string} */
                    role?: "viewer" | "operator" | "administrator";
                    isDisabled?: boolean;
                    /** @description Of somebody else: sets a new password and ends the user's sessions and API tokens. */
                    password?: string;
                    /** @description Fields as they were read: when one of them is another by now, and not what is sent, nothing is saved and API_CHANGED_MEANWHILE names it with its present value. */
                    expected?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    postUsersByIdResetSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getHealthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getOauth2Redirect: {
        parameters: {
            query?: {
                state?: string | string[];
                code?: string | string[];
                error?: string | string[];
                error_description?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getReadyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
}
