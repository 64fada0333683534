/** The demo's accounts: roles, not people. Each belongs to one of the two applications, and is offered only there. */
export interface DemoAccount {
  readonly id: string;
  readonly application: 'vitrine' | 'vitrine-staff';
  readonly name: string;
  readonly company: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly groups: readonly string[];
  /** How the account proves who it is; `phr` is a phishing-resistant way (OpenID Connect EAP ACR Values 1.0). */
  readonly signIn: { readonly acr: 'phr' | 'password'; readonly amr: readonly string[] };
  /** Roles that the console knows of at the start, as if an administrator had given them. */
  readonly roles?: readonly ('approver' | 'publisher')[];
  /** Shown beside the button. */
  readonly note: string;
}

const PASSWORD = { acr: 'password', amr: ['pwd'] } as const;
const SECURITY_KEY = { acr: 'phr', amr: ['hwk', 'user', 'mfa'] } as const;

export const demoAccounts: readonly DemoAccount[] = [
  {
    id: 'customer-one',
    application: 'vitrine',
    name: 'Customer One',
    company: 'Alder Example Ltd',
    email: 'customer.one@alder.example',
    emailVerified: true,
    groups: [],
    signIn: PASSWORD,
    note: 'a customer of the sample company',
  },
  {
    id: 'customer-two',
    application: 'vitrine',
    name: 'Kundin Zwei – お客様',
    company: 'Birke Beispiel GmbH',
    email: 'kundin.zwei@birke.example',
    emailVerified: true,
    groups: [],
    signIn: PASSWORD,
    note: 'a customer with a name in two scripts',
  },
  {
    id: 'customer-three',
    application: 'vitrine',
    name: 'Customer Three',
    company: 'Cedar Example Inc',
    email: 'customer.three@cedar.example',
    emailVerified: false,
    groups: [],
    signIn: PASSWORD,
    note: 'a customer whose e-mail nobody has verified',
  },
  {
    id: 'approver',
    application: 'vitrine-staff',
    name: 'Approver',
    company: 'Larkspur Relay',
    email: 'approver@larkspur-relay.example',
    emailVerified: true,
    groups: ['trust-staff'],
    roles: ['approver'],
    signIn: SECURITY_KEY,
    note: 'staff who decide requests and withdraw access',
  },
  {
    id: 'publisher',
    application: 'vitrine-staff',
    name: 'Publisher',
    company: 'Larkspur Relay',
    email: 'publisher@larkspur-relay.example',
    emailVerified: true,
    groups: ['trust-staff'],
    roles: ['publisher'],
    signIn: SECURITY_KEY,
    note: 'staff who publish reports',
  },
  {
    id: 'viewer',
    application: 'vitrine-staff',
    name: 'Viewer',
    company: 'Larkspur Relay',
    email: 'viewer@larkspur-relay.example',
    emailVerified: true,
    groups: ['trust-staff'],
    signIn: SECURITY_KEY,
    note: 'staff who look and do nothing else',
  },
  {
    id: 'administrator-one',
    application: 'vitrine-staff',
    name: 'Administrator One',
    company: 'Larkspur Relay',
    email: 'administrator.one@larkspur-relay.example',
    emailVerified: true,
    groups: ['trust-staff', 'trust-administrators'],
    signIn: SECURITY_KEY,
    note: 'staff who give roles and may do everything',
  },
  {
    id: 'administrator-two',
    application: 'vitrine-staff',
    name: 'Administrator Two',
    company: 'Larkspur Relay',
    email: 'administrator.two@larkspur-relay.example',
    emailVerified: true,
    groups: ['trust-staff', 'trust-administrators'],
    signIn: SECURITY_KEY,
    note: 'the second person for what needs two',
  },
  {
    id: 'approver-password',
    application: 'vitrine-staff',
    name: 'Approver with a password',
    company: 'Larkspur Relay',
    email: 'approver.password@larkspur-relay.example',
    emailVerified: true,
    groups: ['trust-staff'],
    signIn: PASSWORD,
    note: 'staff who decide requests, without a security key: refused where access.yaml asks for one',
    roles: ['approver'],
  },
  {
    id: 'support',
    application: 'vitrine-staff',
    name: 'Support',
    company: 'Larkspur Relay',
    email: 'support@larkspur-relay.example',
    emailVerified: true,
    groups: ['support'],
    signIn: PASSWORD,
    note: 'staff without the group that the console asks for',
  },
];
