import { type Context, Hono } from 'hono';
import { pageTitle } from '../../access/field.tsx';
import { findTarget, type Revoked, validateRevocation } from '../../access/revocation-target.ts';
import { countStruck, endedAgreements, findRevocation, liftRevocation } from '../../access/revoke.ts';
import type { App } from '../../app.ts';
import { inEnglish } from '../../localised.tsx';
import { detailIn, Failure } from '../../problem.ts';
import { newId } from '../../random.ts';
import { sayOnce } from '../../said-once.ts';
import { readDeed } from '../deed.ts';
import { renderConsole } from '../frame.tsx';
import { heldForm } from '../held-forms.ts';
import { showList } from '../lists/show-list.tsx';
import { refuseOwnLift } from '../own.ts';
import { type Act, needsSecondPerson } from '../proposals/act.ts';
import { actOn } from '../proposals/act-on.ts';
import { roleFor } from '../proposals/decide.ts';
import { describeAct } from '../proposals/describe.ts';
import { may, requireRole, type Staff } from '../staff.ts';
import { revocationList } from './list.tsx';
import { RevocationPage } from './revocation-page.tsx';
import { type RevokeEntries, type RevokeError, RevokePage } from './revoke-page.tsx';

/** `/console/revocations`: revoking access, and what was revoked so far. */
export const consoleRevocations = new Hono<App>()
  .get('/', async (c) => {
    const staff = await requireRole(c, 'viewer');
    const above = may(staff, 'approver') ? (
      <p class="actions">
        <a class="button" href="/console/revocations/new">
          Revoke access
        </a>
      </p>
    ) : null;
    return await showList(c, staff, revocationList, above);
  })

  .get('/new', async (c) => {
    const staff = await requireRole(c, 'approver');
    const held = await heldForm(c, staff);
    const field = (name: string) => (held ? held.get(name) : c.req.query(name));
    const entries = {
      id: newId(),
      scope: field('scope') ?? 'person',
      target: field('target') ?? '',
      reason: held?.get('reason') ?? '',
      message: held?.get('message') ?? '',
      endNda: field('end_nda') === 'yes',
    };
    return await showForm(c, staff, entries, null, held);
  })

  .post('/', async (c) => {
    const staff = await requireRole(c, 'approver');
    const fields = await readDeed(c, staff, { acts: ['revocations'], page: '/console/revocations/new' });
    const field = (name: string) => fields.get(name) ?? '';
    const entries = {
      id: field('id'),
      scope: field('scope'),
      target: field('target'),
      reason: field('reason'),
      message: field('message'),
      endNda: field('end_nda') === 'yes',
    };
    if (!/^[A-Za-z0-9_-]{22}$/.test(entries.id)) throw new Failure('bad-request');
    const read = await readEntries(c, entries);
    if ('error' in read) return await showForm(c, staff, entries, read);
    const act = actOf(read.what, read);
    await requireRole(c, roleFor(act));
    const acted = await actOn(c, act, staff.person.id, entries.id);
    if ('proposal' in acted) sayOnce(c, 'proposed');
    return c.redirect(
      'proposal' in acted ? `/console/proposals/${acted.proposal}` : `/console/revocations/${entries.id}`,
      303,
    );
  })

  .get('/:id', async (c) => {
    const staff = await requireRole(c, 'viewer');
    const revocation = await findRevocation(c.var.db, c.req.param('id'));
    if (!revocation) throw new Failure('not-found', { detail: 'There is no such revocation.' });
    const act = actOf(revocation, { ...revocation, endNda: await endedAgreements(c.var.db, revocation.id) });
    const described = await describeAct(c.var.db, act, staff);
    return await renderConsole(c, {
      title: described.title,
      body: (
        <RevocationPage
          revocation={revocation}
          described={described}
          staffId={staff.person.id}
          mayLift={may(staff, roleFor(act))}
        />
      ),
    });
  })

  .post('/:id/lift', async (c) => {
    const staff = await requireRole(c, 'approver');
    const id = c.req.param('id');
    await readDeed(c, staff, { acts: ['revocations'], page: `/console/revocations/${id}` });
    const revocation = await findRevocation(c.var.db, id);
    if (revocation) {
      await requireRole(c, roleFor(actOf(revocation, { ...revocation, endNda: false })));
      await refuseOwnLift(c.var.db, revocation, staff.person.id);
    }
    await liftRevocation(c.var.db, id, staff.person.id, c.var.now);
    sayOnce(c, 'lifted');
    return c.redirect(`/console/revocations/${id}`, 303);
  });

function actOf(
  { scope, target }: Revoked,
  entered: { readonly reason: string; readonly message: string | null; readonly endNda: boolean },
): Extract<Act, { act: 'revoke' }> {
  const { reason, message, endNda } = entered;
  return { act: 'revoke', scope, target, reason, message, endNda };
}

/** What was entered, checked; a copy id or an address stands for its grant or its person. */
async function readEntries(c: Context<App>, entries: RevokeEntries) {
  try {
    const target = await findTarget(c.var.db, entries.scope, entries.target.trim());
    return validateRevocation({ ...entries, target });
  } catch (error) {
    if (error instanceof Failure && error.detail !== undefined)
      return { error: detailIn(error, inEnglish), field: 'target' as const };
    throw error;
  }
}

/** The form, with how many grants it would end if what was chosen so far can be read. */
async function showForm(
  c: Context<App>,
  staff: Staff,
  entries: RevokeEntries,
  error: RevokeError | null,
  held: ReadonlyMap<string, string> | null = null,
): Promise<Response> {
  const { db, now } = c.var;
  // Without a reason, which is entered last, everything else can be checked.
  const read =
    entries.target === '' && entries.scope !== 'everything'
      ? null
      : await readEntries(c, { ...entries, reason: entries.reason || '-' });
  const what = read && 'what' in read ? read : null;
  const act = what && actOf(what.what, { ...what, reason: entries.reason });
  return await renderConsole(
    c,
    {
      title: pageTitle(inEnglish, 'Revoke access', error !== null),
      status: error === null ? 200 : 400,
      body: (
        <RevokePage
          entries={entries}
          error={error ?? (read && 'error' in read ? read : null)}
          struck={what === null ? null : await countStruck(db, { ...what.what, endNda: what.endNda }, now)}
          described={act && (await describeAct(db, act, staff))}
          two={act !== null && (await needsSecondPerson(db, act, now))}
          staffId={staff.person.id}
        />
      ),
    },
    { held: held !== null },
  );
}
