/** A made-up DaaS site: every record is made from its index, in the shapes of the published description. */
export interface SiteFaults {
  withoutNames: boolean;
  unknownUsers: boolean;
  sameNames: boolean;
}

const guid = (kind: number, index: number) =>
  `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
const firstNames = ['Ada', 'Bruno', 'Chiara', 'Dilan', 'Elif', 'Femi', 'Greta', 'Hugo'];
const lastNames = ['Abadi', 'Berg', 'Costa', 'Duarte', 'Fischer', 'Haddad', 'Kaya', 'Novak'];
const zones = ['Frankfurt', 'Ashburn', 'Sydney'];
const applications = [
  'Excel',
  'Outlook',
  'PowerPoint',
  'SAP GUI',
  'Word',
  'Visio',
  'Calculator',
  'Notepad',
  'Edge',
];
export const groupCount = 4;
const startedAtMs = Date.UTC(2026, 0, 5, 8);

/** A pair of time fields: one in the reader's own way of writing, one with a defined form. */
function times(name: string, ms: number): Record<string, string> {
  const at = new Date(ms);
  const clock = `${at.getUTCHours() % 12 || 12}:${String(at.getUTCMinutes()).padStart(2, '0')}:00 ${at.getUTCHours() < 12 ? 'AM' : 'PM'}`;
  return {
    [name]: `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()} ${clock}`,
    [`Formatted${name}`]: at.toISOString(),
  };
}

const ref = (kind: number, index: number, name: string) => ({
  Id: guid(kind, index),
  Uid: index,
  Name: name,
});

/** @param isKnown false: somebody the directory of the organisation does not have. */
export function makeUser(index: number, isKnown = true) {
  const first = firstNames[index % firstNames.length] ?? 'Ada';
  const last = lastNames[(index >> 3) % lastNames.length] ?? 'Berg';
  const account = `${first}.${last}.${index}`.toLowerCase();
  const domain = isKnown ? 'example.com' : 'elsewhere.example';
  return {
    DisplayName: `${first} ${last}`,
    SamName: `EXAMPLE\\${account}`,
    SamAccountName: account,
    CommonName: `${first} ${last}`,
    PrincipalName: `${account}@${domain}`,
    Sid: `S-1-5-21-1-2-3-${1_000 + index}`,
    ...(index % 5 === 0 ? { Oid: guid(9, index) } : {}),
    ...(index % 7 === 0 ? {} : { Mail: `${account}@${domain}` }),
    ...(index % 4 === 0 ? { TelephoneNumber: `+49 30 ${1_000_000 + index}` } : {}),
    IsGroup: false,
    IsBuiltIn: false,
    Enabled: index % 11 !== 0,
    Locked: false,
    Domain: 'example.com',
    PropertiesFetched: 31,
  };
}

const groupUser = {
  DisplayName: 'Finance desktop users',
  SamName: 'EXAMPLE\\Finance desktop users',
  Sid: 'S-1-5-21-1-2-3-999',
  IsGroup: true,
  PropertiesFetched: 31,
};

export function makeMachine(index: number, changeCount: number, faults: SiteFaults) {
  const isPhysical = index % 9 === 4;
  const isShared = index % 3 === 0;
  const name = `VDA-${String(faults.sameNames && index % 5 === 1 ? index - 1 : index).padStart(4, '0')}`;
  const isOn = index % 4 !== 3;
  const owner = isShared ? [] : [makeUser(index, !(faults.unknownUsers && index % 2 === 0))];
  return {
    Id: guid(1, index),
    Uid: index,
    Sid: `S-1-5-21-1-2-3-${5_000 + index}`,
    Name: `EXAMPLE\\${name}`,
    ...(faults.withoutNames && index % 10 === 1 ? {} : { DnsName: `${name.toLowerCase()}.example.test` }),
    AgentVersion: '2507.0.0.27',
    AllocationType: isShared ? 'Random' : 'Static',
    AssignedUsers: index % 12 === 6 ? [groupUser, ...owner] : owner,
    AssociatedUsers: owner,
    DeliveryGroup: ref(3, index % groupCount, `Group ${index % groupCount}`),
    MachineCatalog: ref(2, index % groupCount, `Catalog ${index % groupCount}`),
    ...(index % 5 === 0 ? { Description: 'Pool machine' } : {}),
    FaultState: index % 13 === 5 ? 'Unregistered' : 'None',
    ...(isPhysical
      ? {}
      : {
          Hosting: {
            HostedMachineId: guid(4, index),
            HostedMachineName: name,
            HypervisorConnection: ref(5, 0, 'Azure'),
          },
        }),
    InMaintenanceMode: index % 17 === 3,
    DrainingUntilShutdown: false,
    IPAddress: isOn ? `10.20.${index >> 8}.${index & 255}` : '',
    IsAssigned: !isShared,
    MachineType: isPhysical ? 'Physical' : 'Virtual',
    ...(index % 6 === 5
      ? {}
      : {
          ...times('LastConnectionTime', startedAtMs + index * 60_000 + changeCount * 86_400_000),
          LastConnectionUser: makeUser(index),
        }),
    LoadIndex: index % 100,
    OSType: isShared ? 'Windows Server 2022' : 'Windows 11',
    OSVersion: isShared ? '10.0.20348' : '10.0.26100',
    PowerState: isPhysical ? 'Unmanaged' : isOn ? 'On' : 'Off',
    ProvisioningType: isPhysical ? 'Manual' : 'MCS',
    RegistrationState: isOn ? 'Registered' : 'Unregistered',
    SessionCount: isOn ? 1 : 0,
    SessionSupport: isShared ? 'MultiSession' : 'SingleSession',
    ...(isOn && !isShared ? { SessionUserName: makeUser(index).SamName } : {}),
    SummaryState: isOn ? 'InUse' : 'Off',
    Tags: index % 8 === 0 ? ['finance'] : [],
    Zone: ref(6, index % zones.length, zones[index % zones.length] ?? ''),
  };
}

export function makeSession(index: number, faults: SiteFaults) {
  return {
    Id: guid(7, index),
    Uid: index,
    AppState: 'Active',
    Brokering: { AutonomouslyBrokered: false },
    IsAnonymousUser: index % 20 === 19,
    IsHidden: false,
    LogoffInProgress: false,
    LogonInProgress: false,
    Machine: makeMachine(index, 0, faults),
    SessionType: index % 2 === 0 ? 'Desktop' : 'Application',
    State: 'Active',
    ...times('StartTime', startedAtMs + index * 30_000),
    ...times('StateChangeTime', startedAtMs + index * 30_000),
    // Somebody may have several; an anonymous session has nobody.
    ...(index % 20 === 19 ? {} : { User: makeUser(index % 3 === 2 ? index - 1 : index) }),
  };
}

export function makeApplication(index: number) {
  const name = `${applications[index % applications.length]}${index < applications.length ? '' : ` ${index}`}`;
  return {
    Id: guid(8, index),
    Uid: index,
    Name: name,
    PublishedName: name,
    ApplicationFolder: ref(10, index % 2, index % 2 === 0 ? 'Office' : 'Tools'),
    ApplicationType: 'HostedOnDesktop',
    ContainerScopes: [],
    ...(index % 3 === 0 ? { Description: `${name} for everybody` } : {}),
    Enabled: true,
    IconId: '1',
    InstalledAppProperties: {
      CommandLineExecutable: `C:\\Apps\\${name}.exe`,
      WorkingDirectory: 'C:\\Apps',
      CommandLineArguments: '/silent',
    },
    Visible: index % 10 !== 9,
    SharingKind: 'Private',
    Tags: index % 4 === 0 ? ['office'] : [],
    NumAssociatedDeliveryGroups: 1,
  };
}

/** What is only told of a machine or an application that is asked for by itself. */
export const machineDetail = { IsReserved: false, SessionsEstablished: 1, SessionsPending: 0 };
export const applicationDetail = {
  BrowserName: 'app',
  CpuPriorityLevel: 'Normal',
  HomeZone: ref(6, 0, 'Frankfurt'),
  HomeZoneMode: 'Ignore',
  IncludedUserFilterEnabled: false,
};

export function makeDeliveryGroup(index: number) {
  return {
    ...ref(3, index, `Group ${index}`),
    FullName: `Desktops\\Group ${index}`,
    Description: `Machines of group ${index}`,
    ApplicationCompatibility: 'Compatible',
    ApplicationGroupCompatibility: 'Compatible',
    DesktopCompatibility: 'Compatible',
    Delivering: 'DesktopsAndApps',
    DeliveryType: 'DesktopsAndApps',
    DesktopsAvailable: 1,
    DesktopsDisconnected: 0,
    DesktopsFaulted: 0,
    DesktopsUnregistered: 0,
    Enabled: true,
    HasBeenPromoted: false,
    InMaintenanceMode: false,
    IsBroken: false,
    IsRemotePC: false,
    MinimumFunctionalLevel: 'L7_20',
    RequireUserHomeZone: false,
    Scopes: [],
    SessionCount: 1,
    SessionSupport: 'SingleSession',
    SharingKind: 'Private',
    TotalApplications: 3,
    TotalDesktops: 10,
  };
}

export function makeCatalog(index: number) {
  return {
    ...ref(2, index, `Catalog ${index}`),
    FullName: `Images\\Catalog ${index}`,
    Description: `Machines of image ${index}`,
    AllocationType: 'Static',
    AssignedCount: 1,
    AvailableAssignedCount: 0,
    AvailableCount: 1,
    AvailableUnassignedCount: 0,
    CanRollbackVMImage: false,
    CanRecreateCatalog: false,
    HasBeenPromoted: false,
    IsBroken: false,
    IsMasterImageAssociated: true,
    IsPowerManaged: true,
    IsRemotePC: false,
    MachineType: 'Virtual',
    MinimumFunctionalLevel: 'L7_20',
    PersistChanges: 'Discard',
    ProvisioningType: 'MCS',
    Scopes: [],
    SessionSupport: 'SingleSession',
    SharingKind: 'Private',
    TotalCount: 10,
    UnassignedCount: 0,
    UsedCount: 1,
    Zone: ref(6, index % zones.length, zones[index % zones.length] ?? ''),
  };
}
