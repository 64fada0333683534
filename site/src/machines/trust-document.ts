import { standingOf } from '../../../schema/history/policy-history.ts';
import { reviewState } from '../../../schema/history/review-state.ts';
import { plainText } from '../../../schema/plain-text.ts';
import type { Policy } from '../../../schema/policies.ts';
import { type TrustDocument, trustSchema } from '../../../schema/trust-schema.ts';
import type { Update } from '../../../schema/updates.ts';
import { twinPath } from '../../../words/twin-path.ts';
import {
  accessPath,
  company,
  controlPath,
  controls,
  formerReports,
  origin,
  policies,
  questions,
  reports,
  subprocessorChanges,
  subprocessors,
  today,
  updates,
  vendorNumbers,
} from '../content.ts';
import { asOf, binding, head, historyOf, today as textOfToday } from '../policies/histories.ts';
import { questionRows } from './questions.ts';

/** Where the schema of `trust.json` lies. */
export const TRUST_SCHEMA = `${origin}/trust.schema.json`;

/** Where the Worker answers programs in the Model Context Protocol. */
export const MCP_ADDRESS = `${origin}/mcp`;

/**
 * Everything public as one document, from what the pages are made of.
 *
 * @returns the document, which fits its schema
 * @throws when it does not fit: then one of the two is wrong
 */
export function trustDocument(): TrustDocument {
  return trustSchema.parse({
    $schema: TRUST_SCHEMA,
    mcp: MCP_ADDRESS,
    built: { on: today, commit: head },
    company: {
      name: company.name,
      legalName: company.legalName,
      url: `https://${company.domain}/`,
      founded: company.founded,
      sample: company.sample,
      contacts: company.contacts,
    },
    reports: reports.map((report) => ({
      id: report.id,
      title: report.title,
      kind: report.kind,
      type: report.type,
      url: `${origin}/reports/${report.id}/`,
      period: report.period,
      asOf: report.asOf,
      scope: report.scope,
      notExamined: report.notExamined,
      criteria: report.criteria,
      auditor: report.auditor.name,
      opinion: report.opinion,
      exceptions: report.exceptions,
      issued: report.issued,
      pages: report.pages,
      access: report.access,
      whyGated: report.whyGated,
      get: `${origin}${accessPath(report)}`,
      nextExpected: report.nextExpected,
      coverage: report.coverage,
      supersedes: formerReports(report.id).map(({ id, title, issued, period, opinion }) => ({
        id,
        title,
        issued,
        period,
        opinion,
      })),
      sample: report.sample,
    })),
    policies: policies.map(policyEntry),
    controls: controls.map((control) => ({
      id: control.id,
      title: control.title,
      url: `${origin}${controlPath(control)}`,
      area: control.area,
      statement: plainText(control.statement),
      status: control.status,
      plan: control.plan && plainText(control.plan),
      by: control.by,
      criteria: control.criteria,
      ownerRole: control.ownerRole,
      frequency: control.frequency,
      policies: [...new Set(control.policies.map(({ policy }) => policy))],
      inReport: control.inReport,
      exception: control.exception && plainText(control.exception),
      lastRun: control.lastRun,
      nextDue: control.nextDue,
      overdue: control.overdue,
      unrecorded: control.unrecorded,
    })),
    subprocessors: subprocessors.map(({ now, next, ...entry }) => ({
      ...entry,
      now: now && processing(now),
      next: next.map(processing),
    })),
    subprocessorChanges: subprocessorChanges.map((change) => ({
      subprocessor: change.vendor,
      name: change.name,
      kind: change.kind,
      detail: change.detail,
      announced: change.announced,
      effective: change.effective,
      objectUntil: change.objectUntil,
    })),
    vendors: vendorNumbers,
    questions: questionRows(questions),
    updates: updates.map(updateEntry),
  });
}

function policyEntry(policy: Policy) {
  const history = historyOf(policy);
  const version = textOfToday(history);
  const standing = standingOf(version);
  const inForce = binding(history);
  const change = version.changes.at(-1);
  const { last, due, overdueDays } = reviewState(history, asOf);
  const path = `/policies/${policy.id}/`;
  return {
    id: policy.id,
    title: policy.title,
    url: `${origin}${path}`,
    markdown: `${origin}${twinPath(path)}`,
    summary: policy.summary,
    ownerRole: policy.ownerRole,
    version: version.version,
    versionKind: version.kind,
    blob: version.blob,
    changed: change ? { on: change.date, commit: change.commit } : null,
    standing,
    approved:
      version.approval && standing === 'approved'
        ? { on: version.approval.by.date, role: version.approval.role, sample: version.approval.sample }
        : null,
    inForce: inForce?.inForce
      ? { version: inForce.version, since: inForce.inForce.from, ground: inForce.inForce.ground }
      : null,
    reviewed: last && { on: last.by.date, role: last.role, outcome: last.outcome, sample: last.sample },
    nextReview: due,
    overdue: overdueDays > 0,
  };
}

function processing({ from, data, regions }: { from: string; data: string[]; regions: string[] }) {
  return { from, data, regions };
}

function updateEntry({ postMortem, ...update }: Update) {
  return {
    id: update.id,
    title: update.title,
    url: `${origin}/updates/${update.id}/`,
    topic: update.topic,
    published: update.published,
    changed: update.changed,
    summary: update.summary,
    severity: update.severity,
    affected: update.affected,
    action: update.action && plainText(update.action),
    timeline: update.timeline.map(({ at, what }) => ({ at, what: plainText(what) })),
    postMortem: postMortem && {
      impact: plainText(postMortem.impact),
      causes: postMortem.causes.map(plainText),
      wentWell: postMortem.wentWell.map(plainText),
      followUps: postMortem.followUps.map(({ what, ownerRole, by, done = null }) => ({
        what: plainText(what),
        ownerRole,
        by,
        done,
      })),
    },
  };
}
