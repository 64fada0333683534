import type { Role } from '../../../worker/console/staff.ts';

/** Every route of the console and the role that it asks for, as data: what `roles.test.ts` holds the Worker to. */
export interface ConsoleRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly role: Role | 'viewer';
}

const get = (path: string, role: ConsoleRoute['role'] = 'viewer'): ConsoleRoute => ({
  method: 'GET',
  path,
  role,
});
const post = (path: string, role: ConsoleRoute['role']): ConsoleRoute => ({ method: 'POST', path, role });

export const consoleRoutes: readonly ConsoleRoute[] = [
  get('/console'),
  get('/console/requests'),
  get('/console/requests/none'),
  post('/console/requests/none/release', 'approver'),
  post('/console/requests/none/deny', 'approver'),
  post('/console/requests/several', 'approver'),
  get('/console/search'),
  get('/console/people'),
  get('/console/people?format=csv'),
  get('/console/people?format=json'),
  get('/console/people/reader'),
  post('/console/people/reader/sign-out', 'approver'),
  post('/console/people/reader/allow-mail', 'approver'),
  post('/console/people/member/sign-out', 'administrator'),
  get('/console/companies'),
  get('/console/companies/none.example'),
  get('/console/agreements'),
  get('/console/agreements?format=csv'),
  get('/console/agreements/none'),
  get('/console/agreements/none/evidence', 'approver'),
  get('/console/grants'),
  get('/console/grants/none'),
  post('/console/grants/none/renew', 'approver'),
  get('/console/revocations'),
  get('/console/revocations/new', 'approver'),
  post('/console/revocations', 'approver'),
  get('/console/revocations/none'),
  post('/console/revocations/none/lift', 'approver'),
  get('/console/downloads'),
  get('/console/reports'),
  get('/console/reports/soc2-type2/publish', 'publisher'),
  post('/console/reports/soc2-type2/live', 'publisher'),
  post('/console/api/reports/soc2-type2/versions', 'publisher'),
  post('/console/api/reports/soc2-type2/live', 'publisher'),
  get('/console/preview'),
  get('/console/preview?report=soc2-type2&as=customer'),
  get('/console/activity'),
  get('/console/events'),
  get('/console/proposals'),
  get('/console/proposals/proposal-publish'),
  post('/console/proposals/proposal-publish/approve', 'publisher'),
  post('/console/proposals/proposal-publish/carry-out', 'publisher'),
  post('/console/proposals/proposal-publish/turn-down', 'publisher'),
  post('/console/proposals/proposal-roles/approve', 'administrator'),
  post('/console/proposals/proposal-bulk/approve', 'approver'),
  get('/console/rules'),
  get('/console/rules/none'),
  get('/console/rules/0.json', 'approver'),
  get('/console/roles'),
  get('/console/roles/member'),
  post('/console/roles/member', 'administrator'),
  get('/console/mails'),
  post('/console/mails/none/requeue', 'approver'),
  post('/console/mails/none/allow', 'approver'),
  get('/console/subscribers'),
  get('/console/webhooks'),
  post('/console/webhooks', 'administrator'),
  get('/console/webhooks/none'),
  post('/console/webhooks/none', 'administrator'),
  post('/console/webhooks/deliveries/none/again', 'administrator'),
];
