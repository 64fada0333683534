/** The demo's accounts: roles, not people. Each belongs to one of the two applications, and is offered only there. */
export interface DemoAccount {
  readonly id: string;
  readonly application: 'vitrine' | 'vitrine-staff';
  readonly name: string;
  readonly company: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly groups: readonly string[];
  /** Shown beside the button. */
  readonly note: string;
}

export const demoAccounts: readonly DemoAccount[] = [
  {
    id: 'customer-one',
    application: 'vitrine',
    name: 'Customer One',
    company: 'Alder Example Ltd',
    email: 'customer.one@alder.example',
    emailVerified: true,
    groups: [],
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
    note: 'staff who release reports',
  },
  {
    id: 'support',
    application: 'vitrine-staff',
    name: 'Support',
    company: 'Larkspur Relay',
    email: 'support@larkspur-relay.example',
    emailVerified: true,
    groups: ['support'],
    note: 'staff without the group that the console asks for',
  },
];
