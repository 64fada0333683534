import type { SubprocessorChange } from '../../schema/history/subprocessor-changes.ts';
import type { ReportPromise } from '../../schema/promise.ts';
import { lengthInUnits } from '../../schema/promise.ts';
import { type Html, html } from '../../words/html.ts';
import { plurals } from '../../words/plurals.ts';

/**
 * Every word that the Worker says to readers, in English. The other languages are of this one's type, so that none of them can
 * lack a message or keep one that is gone. A message with markup is {@link Html}; one with a number in it asks `counted` for the
 * form. Where a message is looked up by a state or a code, a new one of these does not compile until it has its message. What only
 * staff and programs read is in English alone and stands where it is said.
 */

const counted = plurals('en-GB');

const problems = {
  'bad-request': {
    title: 'That request cannot be read',
    detail: 'Go back, check what was entered, and send it again.',
  },
  'signed-out': {
    title: 'You are signed out',
    detail: 'Start again from the report’s page; nothing that you agreed to is lost.',
  },
  'operator-token': {
    title: 'That token is not accepted',
    detail: 'Make a new one with `trust token` and send it as `Authorization: Bearer …`.',
  },
  'login-failed': {
    title: 'You are not signed in',
    detail: 'The sign-in did not finish. Please start it again.',
  },
  'sign-in-again': {
    title: 'Prove once more that it is you',
    detail: 'What you were about to do needs a recent sign-in: sign in again, then do it once more.',
  },
  forbidden: {
    title: 'This is not open to you',
    detail: 'Sign in with an account that may see it, or write to us.',
  },
  'cross-site': {
    title: 'That came from another site',
    detail: 'Open our page yourself and send the form from there.',
  },
  'grant-expired': {
    title: 'Your access has ended',
    detail: 'Ask for the report again from its page; it takes about a minute.',
  },
  'grant-revoked': {
    title: 'Your access was withdrawn',
    detail: 'Write to us if you think that this is a mistake.',
  },
  'grant-not-begun': {
    title: 'Your access has not begun',
    detail: 'Come back on the day that you were told.',
  },
  'download-quota': {
    title: 'You have no download left',
    detail: 'Use a copy that you have, or write to us.',
  },
  'report-withdrawn': {
    title: 'This report is not handed out at present',
    detail: 'Your access goes on: come back when there is another version, or write to us.',
  },
  'not-found': {
    title: 'There is nothing here',
    detail: 'Check the address, or start from the list of reports.',
  },
  'method-not-allowed': {
    title: 'That is not how this works',
    detail: 'Open the page and use its buttons.',
  },
  conflict: {
    title: 'Something changed meanwhile',
    detail: 'Reload the page to see how things stand, then try again.',
  },
  'precondition-failed': {
    title: 'There is another version now',
    detail: 'Download the whole file again.',
  },
  'too-large': { title: 'That is too large', detail: 'Send less at once.' },
  'range-not-satisfiable': {
    title: 'That part of the file does not exist',
    detail: 'Download the whole file again.',
  },
  misdirected: { title: 'Wrong address', detail: 'Open this site at its own address.' },
  'too-many-requests': { title: 'Too many tries', detail: 'Wait a few minutes, then try again.' },
  internal: {
    title: 'Something went wrong here',
    detail: 'Try again; if it stays, write to us with the number below.',
  },
  configuration: {
    title: 'Not set up yet',
    detail: 'The operator has to finish the configuration: `trust doctor` says what is missing.',
  },
  'identity-provider-unavailable': {
    title: 'Sign-in does not answer',
    detail: 'Try again in a few minutes, or confirm your work e-mail instead.',
  },
  'storage-unavailable': {
    title: 'Not available right now',
    detail: 'Nothing was lost. Try again in a few minutes.',
  },
};

const rejections = {
  'unknown-state': 'This browser has no such sign-in under way: it took too long, or was finished before.',
  used: 'This sign-in was finished before, or you signed out meanwhile, here or at the sign-in service.',
  declined: 'The sign-in was cancelled, or the account may not use it.',
  'bad-response': 'The answer of the sign-in service did not fit the question.',
  'code-refused': 'The sign-in service took its answer back; that happens when it is used twice or too late.',
  'bad-token': 'The sign-in service’s proof of who you are could not be verified.',
  'bad-userinfo': 'The sign-in service’s proof of who you are could not be verified.',
  'too-weak':
    'The sign-in service did not say that you signed in just now, or in a way that is strong enough for the console.',
};

const over = {
  used: {
    title: 'This was used already',
    words: 'A link and its code work once. If it was you, go on in the browser that you confirmed with.',
  },
  over: {
    title: 'This works no longer',
    words:
      'The link and the code end after a few minutes, after five wrong codes, or when a newer mail is sent.',
  },
  cut: {
    title: 'This link is not whole',
    words:
      'Some mail programs break long links. Copy all of it from the mail into the address bar, or type the code of the same mail into the page that waits for it.',
  },
};

/** What became of an earlier request; a denial and its reason are a sentence of their own. */
const earlier = {
  confirming: 'The agreement was not answered then.',
  confirmed: 'The agreement was not answered then.',
  pending: 'That request waits as well.',
  granted: 'You were given it then.',
  declined: 'You declined the agreement then.',
  withdrawn: 'You withdrew that request.',
  expired: 'Nobody decided in time, and that request ran out.',
};

const requestStates = {
  confirming: 'the address was not confirmed',
  confirmed: 'waits for your answer to the NDA',
  pending: 'waits for our decision',
  granted: 'given',
  declined: 'you declined the NDA',
  denied: 'refused',
  withdrawn: 'withdrawn',
  expired: 'expired without an answer',
};

const downloadOutcomes = {
  begun: 'begun',
  complete: 'complete',
  broken: 'broken off',
  revoked: 'cut off, because access ended',
  unknown: 'not known: nothing was recorded',
};

const mailKinds = {
  confirmation: 'Link and code to confirm your address',
  receipt: 'Your copy of the NDA',
  decision: 'Our decision about a request',
  revoked: 'Your access ended',
  recalled: 'A version was taken back',
  'new-version': 'A newer version of a report',
  expiring: 'Your access is about to end',
  invitation: 'A colleague’s invitation',
  acknowledgement: 'Your copy of the NDA that covers you',
  removed: 'A colleague ended your access',
  expired: 'Your request ended without a decision',
  subscription: 'Link to confirm a subscription',
  news: 'News that you subscribed to',
};

const mailStates = {
  sent: 'sent',
  queued: 'to be sent',
  sending: 'to be sent',
  dead: 'could not be delivered',
};

const topics = {
  updates: {
    title: 'Updates',
    inSentence: 'updates',
    about: 'incidents, security bulletins, and what changed in our practice',
  },
  subprocessors: {
    title: 'Changes of subprocessors',
    inSentence: 'changes of subprocessors',
    about: 'who will process data for us, before they begin',
  },
  reports: {
    title: 'New reports',
    inSentence: 'new reports',
    about: 'when a new audit report or letter can be had',
  },
  policies: {
    title: 'Policies',
    inSentence: 'policies',
    about: 'when a new version of a policy was approved',
  },
};

/** As in "had it within 2 minutes". */
function within(seconds: number): string {
  const [count, unit] = lengthInUnits(seconds);
  return counted(count, { one: `# ${unit}`, other: `# ${unit}s` });
}

/** The catalogue. */
export const en = {
  problems,
  problem: {
    /** @param place - a link that one of `places` describes */
    wayOn: (place: Html, mail: Html) => html`Go on at ${place}, or write to ${mail}.`,
    myAccess: 'My access',
    reports: 'the list of reports',
    reference: (number: Html) => html`Reference ${number}`,
    /** Sentences that take the place of a problem's own. */
    tooManyCodes:
      'Too many codes are being tried. Open the link in the mail, in the browser that you asked with.',
    somebodyElse: 'Somebody else has signed in on this browser since. Reload the page to see who.',
    startSignIn: 'Start the sign-in again from our page.',
    notCovered: (end: string) =>
      `What covered you covers you no longer: ask for the report again on its page when your access has ended, after ${end}.`,
    notRenewed: (end: string) =>
      `Nothing was renewed: your access ends on ${end} with the agreement that it stands on, or changed meanwhile. Ask for the report again after that day.`,
    noLonger: (end: string) =>
      `Nothing was renewed: what is given today would not last beyond ${end}, the end of your access. Ask for the report again after that day.`,
    spent: (end: string, contact: string) =>
      `Nothing was renewed: no download is left, and more time gives none. If you need the report before ${end}, write to ${contact}; after that day, ask for it again.`,
    decidedMeanwhile: 'This request was decided meanwhile, so that there is nothing left to withdraw.',
    versionNotKept: 'This version is not handed out. The page of your copy says which you can download.',
    noLongerOffered: (contact: string) => `It is no longer offered. Questions: ${contact}`,
    customersOnly: (company: string, contact: string) =>
      `This report is given to signed-in customers only. Sign in with your ${company} account, or write to ${contact}.`,
    begins: (day: string) => `It begins on ${day}.`,
    revoked: (message: string, contact: string) => `${message} Questions: ${contact}`,
    refused: (reason: string, contact: string) => `${reason} If that is wrong, write to ${contact}.`,
    invitesPerDay: (most: number) => `You can invite ${most} colleagues a day. Go on tomorrow.`,
  },

  /** @param title - of a page that shows what has to be entered again */
  error: (title: string) => `Error: ${title}`,
  correct: (count: number) => counted(count, { one: 'Please correct this:', other: 'Please correct these:' }),
  fields: {
    name: 'Full name',
    company: 'Company',
    address: 'Work e-mail',
    nameMissing: 'Enter your full name.',
    nameTooLong: (most: number) => `Use at most ${most} characters for your name.`,
    companyMissing: 'Enter the company that you ask for.',
    companyTooLong: (most: number) => `Use at most ${most} characters for the company.`,
    addressMissing: 'Enter your work e-mail address.',
    addressWrong: 'Enter an address such as name@company.com.',
  },
  send: 'Send',
  confirm: 'Confirm',
  startAgain: 'Start again',

  choose: {
    title: (report: string) => `Get ${report}`,
    heading: 'Get the report',
    decided: (role: Html, time: Html) =>
      html`A person looks at each request for this report: the ${role}, usually ${time}.`,
    atOnce: 'Customers have it at once, and no person has to act.',
    aMinute: 'It takes about a minute, and no person has to act.',
    customer: 'I am a customer',
    covered: (terms: Html, version: Html, clause: Html) =>
      html`Our <a href="${terms}">Terms of Service</a> cover it (version ${version}, clause ${clause}): no NDA is needed.`,
    ask: 'Ask for the report',
    get: 'Get the report',
    signIn: (provider: string) => `Sign in with ${provider}`,
    noCustomer: 'I am no customer',
    customersOnly: 'This report is given to signed-in customers only.',
    noForm: 'There is no form for anybody else, and no NDA opens it.',
    elsewhere: (mail: Html) => html`See <a href="/reports/">what else there is</a>, or write to ${mail}.`,
    evaluating: (company: string) => `I am evaluating ${company}`,
    known: (address: string) =>
      `You confirmed ${address}, and need not do so again. An NDA that you accepted covers this report as well.`,
    goOn: (name: string, company: string) => `Go on as ${name}, ${company}`,
    another: 'For another person, company or address',
    steps: 'We send a mail to confirm your address. Then you read our NDA, and get the report.',
    stepsOnRequest:
      'We send a mail to confirm your address. Then you read our NDA, and your request goes to us.',
    addressHint: 'Your copy carries it, with your name. We write to it only about this request.',
  },

  promise: {
    unknown: (days: number) =>
      `How long it takes others is not known yet: nobody was given it on request in the last ${days} days.`,
    measured: (given: number, seconds: number) =>
      counted(given, {
        one: `The last one who was given it on request had it within ${within(seconds)}.`,
        other: `Of the last # who were given it on request, half had it within ${within(seconds)}.`,
      }),
    waiting: (count: ReportPromise['waiting']) =>
      counted(count, {
        none: 'No request waits now.',
        one: '# request waits now.',
        other: '# requests wait now.',
      }),
  },

  earlier: {
    asked: (day: Html) => html`You asked for this report before, on ${day}.`,
    outcomes: earlier,
    denied: (reason: Html) => html`It was denied: ${reason}`,
  },

  confirmation: {
    title: 'Confirm your address',
    askedReport: (report: Html, address: Html) =>
      html`You asked for “${report}” as <strong>${address}</strong>.`,
    askedOwn: (address: Html) => html`You asked for your own page as <strong>${address}</strong>.`,
    checkMail: 'Check your mail',
    typeCode: 'Type the code',
    code: 'Code',
    codeHint: 'Eight digits, in the mail.',
    wrong: (start: Html) =>
      html`Wrong address, or no mail? <a href="${start}">Start again</a>; what you entered is kept.`,
    onItsWay: (address: Html, minutes: number) =>
      html`If mail to <strong>${address}</strong> is possible, one is on its way, with a link and a code. They work for ${minutes} minutes.`,
    delayed: (address: Html, minutes: number) =>
      html`The mail to <strong>${address}</strong> could not be sent yet: our mail server does not answer. Your request is kept, and we keep trying; nothing has to be entered again. The link and the code work for ${minutes} minutes from when the mail is sent.`,
    undeliverable: (address: Html) =>
      html`The mail to <strong>${address}</strong> cannot be delivered. Check the address and start again.`,
    elsewhereReport: (address: Html) =>
      html`The report was asked for in another browser. To go on in this one, type the code that stands in the same mail; do so only if <strong>${address}</strong> is your own address.`,
    elsewhereOwn: (address: Html) =>
      html`This was asked for in another browser. To go on in this one, type the code that stands in the same mail; do so only if <strong>${address}</strong> is your own address.`,
    eightDigits: 'Type the eight digits that stand in the mail.',
    wrongCode: (left: number) =>
      `That is not the code in the newest mail. ${counted(left, { one: 'One try is left.', other: '# tries are left.' })}`,
    over,
  },

  agreement: {
    /** @param version - of the agreement */
    lead: (version: string) =>
      `This is the whole agreement, version ${version}. Read it, then agree or decline at its end.`,
    /** @param language - in which the agreement is */
    bindingWithTranslation: (language: string, page: Html) =>
      html`The agreement is in ${language as Html}. That text alone binds, and it is what you accept and what is recorded. To help you, there is <a href="${page}">a translation</a>.`,
    binding: (language: string) =>
      `The agreement is in ${language}. That text alone binds, and it is what you accept and what is recorded.`,
    translated: 'Translated, to help you:',
    between: 'Between',
    and: 'And',
    party: (company: Html, name: Html) => html`${company}, by ${name}`,
    confirmedAddress: 'Confirmed address',
    for: 'For',
    law: 'Law and language',
    keep: 'To keep',
    exact: (file: Html) => html`<a href="${file}">The exact text</a>; a copy is mailed to you when you agree`,
    wrong: (start: Html) =>
      html`Is your name or company wrong? <a href="${start}">Start again</a> before you agree.`,
    unticked: 'Tick the box if you agree; nothing is agreed without it.',
    newer: (version: Html, since: Html, changes: Html) =>
      html`The agreement is a newer one than you saw before: version ${version}, since ${since}. What changed: ${changes}`,
    until: (day: Html) =>
      html`What you accepted opens the report until ${day}; after that, only this version does. You need not decide today.`,
    changes: 'What changed, word by word',
    compared: (before: string, now: string) => `Version ${before} compared with version ${now}`,
    notOnRecord:
      'The text that you saw before is not on record here word for word, so nothing can be compared: please read the whole of this one.',
    declined: 'You declined',
    declinedLead: 'Nothing was agreed, and no access was given. You can come back whenever you like.',
    back: 'Back to the agreement',
    about: 'About the report',
  },

  comparison: {
    same: (summary: string) => `${summary}: the words are the same.`,
    words: (added: number, removed: number) =>
      `${counted(added, { one: '# word', other: '# words' })} came, ${counted(removed, { one: '# word', other: '# words' })} went`,
    unchanged: (paragraphs: number) =>
      counted(paragraphs, { one: '# paragraph unchanged', other: '# paragraphs unchanged' }),
  },

  copy: {
    title: 'Your copy is ready',
    starts: (pages: number) =>
      `The download starts by itself: ${counted(pages, { one: '# page', other: '# pages' })}. Each carries your name and the number below.`,
    ready: (pages: number) =>
      `It is ready to download: ${counted(pages, { one: '# page', other: '# pages' })}. Each carries your name and the number below.`,
    again: 'Download again',
    download: 'Download',
    inline: 'Open in the browser',
    newer: (day: Html, page: Html) =>
      html`There is a newer version of the agreement. What you accepted opens the report until ${day}. <a href="${page}">See what changed, and accept it</a>.`,
    copy: 'Copy',
    because: 'You may have it because',
    until: 'Download until',
    anyNumber: (day: Html) => html`${day}, as often as you like`,
    downloads: 'Downloads',
    left: (left: number, of: number) =>
      `${left} of ${of} left; going on with a download that broke off does not count`,
    older: 'Older versions',
    /** @param versions - links, each called {@link copy.versionOf} */
    kept: (versions: Html) =>
      html`A newer version took the place of what you had; that stays yours to download as long: ${versions}.`,
    versionOf: (day: Html) => html`the version of ${day}`,
    signed: 'Signed original',
    signedText: (hash: Html) =>
      html`The auditor signed the report digitally; a copy with marks cannot carry that signature. The signed file has the SHA-256 ${hash}. Ask the auditor whether theirs has the same.`,
    held: (page: Html) =>
      html`Your downloads, your agreements and everything else that we hold about you: <a href="${page}">My access</a>.`,
    unmarked: (format: string) =>
      `This report is a file of another kind than PDF (${format}), and nothing that you see in it says whose copy it is. It is confidential all the same, and yours alone: what you may do with it is below. The number of your copy is in its metadata.`,
    terms: (page: Html, version: Html, clause: Html) =>
      html`the <a href="${page}">Terms of Service</a>, version ${version}, clause ${clause}, cover it.`,
    partner: (reason: Html, agreement: Html) => html`an NDA between us covers it: ${reason} (${agreement}).`,
    termsReleased: (page: Html, version: Html, clause: Html) =>
      html`the <a href="${page}">Terms of Service</a>, version ${version}, clause ${clause}, cover it, and we released it to you.`,
    partnerReleased: (reason: Html, agreement: Html) =>
      html`an NDA between us covers it: ${reason} (${agreement}), and we released it to you.`,
    released: 'we released it to you.',
    accepted: (nda: Html, version: Html) => html`you accepted the ${nda}, version ${version}.`,
    acceptedReleased: (nda: Html, version: Html) =>
      html`you accepted the ${nda}, version ${version}, and we released it to you.`,
    covered: (name: Html, company: Html, nda: Html, version: Html) =>
      html`${name} accepted for ${company} the ${nda}, version ${version}.`,
    coveredReleased: (name: Html, company: Html, nda: Html, version: Html) =>
      html`${name} accepted for ${company} the ${nda}, version ${version}, and we released it to you.`,
    renewal: {
      title: 'Your access ends soon',
      text: (end: Html) =>
        html`It ends on ${end}. If you need the report for longer, ask now: that is decided as it would be for anybody who asks today. Your copy stays the same, and so do the downloads that you have left.`,
      renew: 'Renew my access',
      spent: (end: Html, mail: Html) =>
        html`It ends on ${end}, and no download is left: more time would give none. If you need the report before, write to ${mail}; after that day, ask for it again.`,
      asked: (end: Html, day: Html) =>
        html`It ends on ${end}. You asked for more time on ${day}; a person decides, and you get a mail.`,
    },
    later: 'Your access begins later',
    laterLead: (day: Html) =>
      html`You may have this report from ${day} on. Come back to this page then; nothing is asked of you again.`,
  },

  pending: {
    title: 'Your request is with us',
    decides: (role: Html, time: Html) => html`The ${role} decides, usually ${time}.`,
    somebody: html`A person decides.`,
    comeBack: 'Come back to this page to see the answer.',
    byMail: (address: string) => `The answer comes by mail to ${address}.`,
    close: (page: Html, days: number, mail: Html) =>
      html`You can close this page. Where things stand: <a href="${page}">My access</a>. If nobody has decided after ${
        counted(days, { one: '# day', other: '# days' }) as Html
      }, the request ends and you are told. Questions: ${mail}`,
    withdraw: 'Withdraw the request',
  },

  denied: {
    title: 'We cannot give you this report',
    answer: (mail: Html, again: Html) =>
      html`If that is wrong, or something has changed, write to ${mail}, or <a href="${again}">ask again</a>.`,
  },

  signIn: {
    rejected: 'You are not signed in',
    rejections,
    nothingOpened: (what: string) => `${what} Nothing was opened; please start again.`,
    again: 'Sign in again',
    notAdmitted: 'This account does not open it',
    notStaff:
      'You signed in, but your account is not in the group that works here. Ask whoever gives out groups.',
    notCustomer:
      'You signed in, but this account is not a customer’s. You can have reports all the same: confirm your work e-mail and accept the NDA instead.',
    confirmInstead: 'Confirm a work e-mail',
    another: 'Sign in with another account',
    done: 'You are signed in',
    doneAs: (name: string) => `As ${name}. This address was for finishing the sign-in, and that is done.`,
    toConsole: 'To the console',
    toReports: 'To the reports',
    on: 'On to the sign-in',
    continue: 'Continue',
  },

  signOut: {
    button: 'Sign out',
    as: (name: string) => `You are signed in as ${name}.`,
    done: 'You are signed out',
    doneText:
      'Here, on this site. Your account’s own sign-in service may still know you: on a shared computer, sign out there too.',
    back: 'Back to the start',
  },

  myAccess: {
    title: 'My access',
    lead: (company: Html, name: Html) => html`Everything that ${company} holds about ${name}.`,
    done: {
      sessions: 'Those browsers are signed out.',
      agreement: 'The agreement has ended, and with it your access. Your receipts stay here.',
      invited: 'If mail to that address is possible, an invitation is on its way.',
      'taken-out': 'That colleague is out.',
    },
    reports: 'Reports',
    noReports: 'You have none.',
    which: 'Which there are',
    report: 'Report',
    access: 'Access',
    because: 'Because of',
    copy: 'Copy',
    get: (report: Html) => html`Get ${report}`,
    ended: (day: string) => `ended on ${day}`,
    from: (day: string) => `from ${day}`,
    until: (day: string) => `until ${day}`,
    colleagues: (basis: string) => `${basis}, accepted for your company`,
    basis: {
      terms: (version: string, clause: string) => `Terms of Service, version ${version}, clause ${clause}`,
      partner: (agreement: string, reason: string) => `an NDA between us (${agreement}: ${reason})`,
      nda: (title: string, version: string) => `${title}, version ${version}`,
      released: 'released by us',
      andReleased: (basis: string) => `${basis}, released by us`,
    },
    nda: (title: Html, version: Html) => html`${title}, version ${version}`,
    agreements: 'Agreements',
    agreement: 'Agreement',
    you: 'You',
    when: 'When',
    receipt: 'Receipt',
    receiptOf: (when: string) => `Receipt of ${when}`,
    accepted: (company: Html) => html`accepted it for ${company}`,
    acceptedUntil: (company: Html, day: Html) => html`accepted it for ${company}; ended on ${day}`,
    acknowledged: 'acknowledged that it covers you',
    endAgreement: (page: Html) =>
      html`You can <a href="${page}">end the agreement</a>; what you have stays confidential.`,
    downloads: 'Downloads',
    none: 'None.',
    size: 'Size',
    outcome: 'Outcome',
    outcomes: downloadOutcomes,
    bytes: (count: number) => counted(count, { one: '# byte', other: '# bytes' }),
    newest: (most: number) => `The newest ${most}. All of them are in the file with your data, below.`,
    requests: 'Requests',
    for: 'For',
    state: 'State',
    states: requestStates,
    denied: (state: Html, reason: Html) => html`${state}: ${reason}`,
    name: 'Name',
    company: 'Company',
    notTold: 'not told',
    address: 'Address',
    knownBy: 'Known by',
    byAccount: (provider: string) => `your account at ${provider}`,
    byAddress: 'your address, which you confirmed',
    since: 'Since',
    sessions: 'Where you are signed in',
    lastUsed: 'Last used',
    browser: 'Browser',
    thisOne: 'this one',
    signOutThere: 'Sign out there',
    signOutElsewhere: 'Sign out everywhere else',
    mails: 'Mails to you',
    subscribed: (what: Html, page: Html) =>
      html`You asked to be told of ${what}. Each of these mails has a link to change or end that; <a href="${page}">or ask for one now</a>.`,
    noMails: 'None in the last 90 days.',
    what: 'What',
    mailKinds,
    mailStates,
    leaving: 'Take it with you, or leave',
    leavingText:
      'The file has all of this and more, in a form that programs read. Ending your access and deleting your data are two things; each says on a page of its own what it does, before it does it.',
    download: 'Download your data',
    end: 'End my access',
    delete: 'Delete my data',
    leaveAsIs: 'Leave as it is',
  },

  entry: {
    invited: 'Your colleague invites you',
    lead: 'The reports you have, every download and agreement, and everything else that we hold about you. You can take it with you, end your access, or have your data deleted.',
    invitedLead:
      'Confirm your address. Then you see the agreement that your company has accepted, and have a copy of your own.',
    staff: 'You are signed in as staff. This page is for those who get reports from us.',
    account: 'Your account says who you are.',
    confirmed: 'I confirmed an address',
    yourAddress: 'Your address',
    mail: 'We send a mail with a link and a code to it, whether we know the address or not.',
    mailInvited: 'We send a mail with a link and a code to it.',
    nothing: 'We hold nothing about this address',
    nothingLead: (address: Html) =>
      html`<strong>${address}</strong> is yours, and no report was given to it. That you asked, and this mail, are deleted by themselves: after two days, and after 90.`,
    nothingCustomer:
      'As a customer you are known by your account and not by an address: sign in instead. If you had your data deleted, what had to stay is no longer found by your address.',
    back: 'Back to My access',
    reports: 'The reports',
  },

  ending: {
    lead: 'Every report closes to you at once, everywhere.',
    download: 'A download that is under way stops.',
    requests: 'Requests that wait are withdrawn.',
    signedOut: 'You are signed out in every browser, this one included.',
    stays: (page: Html) =>
      html`What you agreed to goes on for the copies that you have, and what we hold about you stays. To have it deleted is <a href="${page}">something else</a>.`,
    colleagues: (page: Html) =>
      html`Colleagues whom you brought in keep their access: your company accepted the agreement. <a href="${page}">Take them out</a> first if they should not.`,
    again: 'You can ask for a report again at any time.',
    done: 'Your access has ended',
    doneLead: 'No report is open to you, and you are signed out everywhere.',
    doneText: (page: Html) =>
      html`Copies that you have stay under what you agreed to. To see what we hold about you, or to have it deleted, come back to <a href="${page}">My access</a>; to have a report again, ask for it from <a href="/reports/">its page</a>.`,
  },

  deleting: {
    lead: 'Your access ends, and what we hold about you is deleted as far as it may be.',
    goes: 'What goes at once',
    person: 'your name, company, address and account in our list of people',
    requests: 'your requests, or, where an agreement or a copy rests on one, all that is personal in it',
    network: 'the network address and browser of each request',
    mails: 'our record of mails to you, links, codes, and sessions',
    subscriptions: 'subscriptions of your address',
    invitations: 'invitations that nobody has taken up, to you and from you',
    stays: 'What stays',
    events: 'the bare record of events: that something happened, when, and to which number. It names nobody.',
    acceptances: (count: number) =>
      `your acceptance of the agreement, with your name, company and address, the time, and from which network address and browser you gave it (${count})`,
    grants: (count: number) =>
      `that you were given a report, and what is printed on your copy: your name, company and address (${count})`,
    downloads: (count: number) => `when it was downloaded (${count})`,
    barred: 'your address or account, because we withdrew access from you and would not know you otherwise',
    why: (term: number, claims: number) =>
      `Why: it proves who received which confidential report under which agreement. The agreement protects each report for ${term} months after it was received, and claims can be raised for another ${claims} months. We need it for nothing else.`,
    untilLifted: 'Until: as long as the withdrawal stands. Write to us if you think that it should not.',
    until: (day: Html) =>
      html`Until: <strong>${day}</strong>. Then it is deleted by itself, or, where a colleague’s copy rests on your acceptance, when that is deleted.`,
    final: (file: Html) =>
      html`It cannot be undone. If you want a copy of your data, <a href="${file}">download it</a> first.`,
    done: 'Your data is deleted',
    doneLead: 'You are signed out, no report is open to you, and we no longer know your address.',
    questions: (mail: Html) => html`Questions: ${mail}`,
  },

  endingAgreement: {
    title: 'End the agreement',
    lead: (nda: Html, company: Html) =>
      html`You can end the ${nda} with ${company} at any time. It takes effect at once.`,
    access: 'Your access to our reports ends, and that of colleagues whom you brought in under it.',
    copies: (months: number) =>
      `The copies that you have stay confidential for as long as the agreement says: ${counted(months, { one: '# month', other: '# months' })} from the day on which you received them.`,
    receipts: 'Your receipts stay, and stay valid for what happened until now.',
    again: 'You can accept the agreement again whenever you like.',
    keep: 'Keep it',
  },

  receipt: {
    title: 'Receipt',
    accepted: 'What we recorded when you accepted the agreement. The same was mailed to you.',
    acknowledged:
      'What we recorded when you acknowledged the agreement that covers you. The same was mailed to you.',
    agreement: 'Agreement',
    /** @param nda - its title and version */
    inForce: (nda: Html, since: Html) => html`${nda}, in force since ${since}`,
    hash: 'SHA-256 of its text',
    text: 'The exact text',
    acceptedAt: 'Accepted',
    acknowledgedAt: 'Acknowledged',
    acceptedAtUtc: 'Accepted (UTC)',
    acknowledgedAtUtc: 'Acknowledged (UTC)',
    by: 'By',
    signer: (name: Html, company: Html) => html`${name}, for ${company}`,
    acceptedBy: (at: string, name: string, company: string) => `${at}, by ${name}, for ${company}`,
    with: 'With',
    for: 'For',
    ticked: 'You ticked',
    declared: 'And declared',
    pressed: 'And pressed',
    companyBy: 'Accepted for your company by',
    confirmed: 'Address confirmed',
    ways: { link: 'link', code: 'code' },
    confirmedAt: (at: string, by: string) => `${at}, by ${by}`,
    notByMail: 'not by mail',
    from: 'From',
    build: 'Build of our site',
    number: 'Number',
    acceptance: 'Acceptance',
    copy: 'Your copy',
    until: 'Access until (UTC)',
    access: 'Access',
    waits: 'a person decides; you will get a mail',
  },

  companies: {
    title: 'Your company',
    invited: (signer: Html, report: Html, company: Html, page: Html) =>
      html`${signer} invites you to read “${report}” under the NDA that they accepted for ${company}. <a href="${page}">See the agreement and go on</a>`,
    member: (name: Html, company: Html, day: Html) =>
      html`${name} accepted the NDA for ${company}. It covers you since ${day}, as long as they keep you in.`,
    inviting: (company: Html, domain: Html) =>
      html`You accepted the NDA for ${company}, so colleagues with an address at <strong>${domain}</strong> need not sign again. Each confirms the address, sees the agreement and has a copy of their own. You can take them out at any time.`,
    colleagueAddress: 'Colleague’s work e-mail',
    colleagueHint: 'We send one mail, in which your address stands.',
    invite: 'Invite',
    colleague: 'Colleague',
    state: 'State',
    open: 'Open to them',
    endIt: 'End it',
    nothing: 'nothing',
    takeOut: 'Take out',
    takeOutWhom: (address: string) => `Take out ${address}`,
    inSince: (day: string) => `in since ${day}`,
    didNotCome: (day: string) => `did not come by ${day}`,
    invitedOn: (day: string) => `invited on ${day}`,
    missing: 'Enter your colleague’s address.',
    otherDomain: (domain: string) =>
      `You can invite addresses at ${domain} only; anybody else can ask for the report themselves.`,
    own: 'That is your own address.',
    joining: 'Your colleague brings you in',
    joiningLead:
      'The agreement below binds your company already. Read it, say that you have, and the report is yours.',
    agreement: (title: Html, version: Html, file: Html) =>
      html`${title}, version ${version}; <a href="${file}">the exact text</a>`,
    party: (company: Html, name: Html, address: Html, day: Html) =>
      html`${company}, by ${name} (${address}), on ${day}`,
    yourAddress: 'Your address',
    nameHint: 'Your copy carries it, with your address.',
    acknowledge:
      'I have read the agreement above. It binds my company, and I will keep to it with what I receive.',
    join: 'Acknowledge and get the report',
    untold: 'Tick the box if that is so; nothing is given without it.',
    notYours: (company: Html) =>
      html`Is ${company} not your company, or do you not want this? Do nothing: nothing is given, and the invitation ends by itself.`,
    over: 'This invitation works no longer',
    overLead:
      'It was used, taken back or is too old, or the agreement has changed since. Ask your colleague for another one, or ask for the report in your own name.',
    takingOut: 'Take a colleague out',
    takingOutWhom: (address: string) => `Take ${address} out`,
    takingOutLead:
      'Every report that is open to them because of your acceptance closes at once, and a download under way stops. What they have in their own name stays.',
    takingBack: 'The invitation works no longer.',
    afterwards:
      'They get a mail. The agreement goes on for the copies that they have. They can ask for a report in their own name, and you can invite them again.',
  },

  topics,
  /** @param names - each as in a sentence; as a list */
  listed: (names: readonly string[]) => new Intl.ListFormat('en-GB').format(names),

  subscribe: {
    title: 'News by mail',
    lead: 'We write when something is new, and only then. Your address is used for nothing else; each mail has a link that ends it and deletes the address.',
    tell: 'Tell me about',
    noTopic: 'Choose at least one topic.',
    noTopicOrEnd: 'Choose at least one topic, or end the subscription.',
    address: 'E-mail',
    addressHint: 'We send a mail there first, to confirm it.',
    button: 'Subscribe',
    feeds: (feeds: Html) =>
      html`You need no address to follow us: the <a href="${feeds}">feeds</a> say the same.`,
    onItsWay: (address: Html) =>
      html`If mail to <strong>${address}</strong> is possible, one is on its way, with a link to confirm it. The link works for two days.`,
    wrong: (start: Html) => html`Wrong address, or no mail? <a href="${start}">Start again</a>.`,
    confirming: 'Confirm your subscription',
    will: (address: Html, what: Html) => html`We will write to <strong>${address}</strong> about ${what}.`,
    over: 'This link does nothing any more',
    overLead:
      'Links to confirm work once, for two days, and only the newest one. The links in our mails work as long as the subscription.',
    askAgain: 'Ask for a new one',
    managing: 'Your subscription',
    confirmed: (what: string) => `Confirmed. We write to you about ${what}.`,
    changed: (what: string) => `Changed. We write to you about ${what}.`,
    for: (address: Html) => html`For <strong>${address}</strong>.`,
    save: 'Save',
    end: 'End it and delete my address',
    ended: 'It has ended',
    endedLead: 'No further mail comes of it, and the address is deleted.',
    endedHint: (mail: Html) =>
      html`If you got reports from us, what stands on record about them is another matter: write to ${mail}.`,
  },

  mail: {
    /** Before what it names, in plain text. */
    labelled: (name: string) => `${name}:`,
    trustCenter: 'Trust center',
    buttonLeads: (href: string) => `The button leads to ${href}`,
    change: 'Change what you get, or end it',
    questions: (contact: string) => `Questions: ${contact}`,
    mistake: (contact: string) => `If you think that this is a mistake, write to ${contact}.`,
    becauseEntered: (host: string) => `You get this mail because somebody entered your address at ${host}.`,
    becauseAsked: (report: string) => `You get this mail because you asked for “${report}”.`,
    becauseHave: (report: string) => `You get this mail because you have access to “${report}”.`,
    becauseHad: (report: string) => `You get this mail because you had access to “${report}”.`,
    confirmation: {
      subject: (report: string) => `Confirm your address for ${report}`,
      subjectOwn: (company: string) => `Confirm your address for your access at ${company}`,
      asked: (report: string) =>
        `Somebody asked for the report “${report}” and gave this address. If it was you, confirm it.`,
      askedOwn: (company: string) =>
        `Somebody wants to see what ${company} holds about this address, and what it has access to. If it was you, confirm it.`,
      open: 'Open this in the browser that you asked with:',
      button: 'Confirm this address',
      code: 'Or type this code into the page that waits there',
      once: (minutes: number) => `Both work once, within ${minutes} minutes of this mail.`,
      ignore: 'If it was not you, do nothing: nothing is given or shown to anybody. Never pass the code on.',
    },
    decision: {
      standsOn: (basis: string) => `What it stands on: ${basis}.`,
      ready: (report: string) => `Your report is ready: ${report}`,
      later: (report: string, day: string) => `You will have ${report} on ${day}`,
      mayHave: (report: string) => `You may now have “${report}”.`,
      mayHaveFrom: (report: string, day: string) => `You may have “${report}” from ${day} on.`,
      get: 'Get the report',
      page: 'Its page',
      again: (day: string) =>
        `If you are no longer signed in, sign in or confirm this address again; the NDA is not asked for a second time. Access ends on ${day}.`,
      denied: (report: string) => `About your request for ${report}`,
      cannot: (report: string) => `We cannot give you “${report}”. The reason:`,
      answer: (contact: string) =>
        `If that is wrong, or something changed, answer this mail or write to ${contact}.`,
    },
    expired: {
      subject: (report: string) => `Your request for ${report} was not decided in time`,
      text: (report: string) =>
        `You asked for “${report}”, and nobody here decided about it in time. We are sorry. The request has ended; you can send it again.`,
      again: 'Ask again',
      urgent: (contact: string) => `If it is urgent, write to ${contact}.`,
    },
    expiring: {
      subject: (report: string, day: string) => `Your access to ${report} ends on ${day}`,
      text: (report: string, day: string) =>
        `You can download “${report}” until ${day}. If you need it for longer, renew your access on its page before that day, with one button; afterwards ask for it again, which takes about a minute.`,
      open: 'Renew, or download',
      nothing: 'If you need it no longer, do nothing.',
    },
    revoked: {
      subject: (report: string) => `Your access to ${report} was withdrawn`,
      text: (report: string) =>
        `Your access to “${report}” was withdrawn. You can no longer download it, and a download under way was stopped.`,
      stays:
        'What you agreed to goes on for the copies that you have: keep them confidential, and destroy them where the agreement says so.',
    },
    recalled: {
      subject: (report: string) => `A version of ${report} was taken back`,
      text: (report: string) =>
        `You have a copy of “${report}” in a version that we took back. Please do not rely on it, and destroy it where what you agreed to lets you.`,
      goesOn: (contact: string) =>
        `Your access goes on, for the version that takes its place. Questions: ${contact}`,
      because: (report: string) => `You get this mail because you downloaded “${report}”.`,
    },
    newVersion: {
      subject: (report: string) => `A new version of ${report}`,
      text: (report: string) =>
        `A newer version of “${report}” is out. From now on, a download gives you that one.`,
      get: 'Get the new version',
      ended: (report: string) =>
        `A newer version of “${report}” is out. Your access has ended; if you need the new version, ask for it again from its page. It takes about a minute.`,
      ask: 'Ask again',
      because: (report: string) =>
        `You get this mail, once, because you downloaded an older version of “${report}”.`,
      copies: 'Copies that you have stay what they are, and so does what you agreed to about them.',
      kept: 'The version that you had stays on the same page, for as long as your access lasts.',
    },
    receipt: {
      signer: (name: string, company: string) => `${name}, for ${company}`,
      subject: (company: string) => `Your copy of the NDA with ${company}`,
      accepted: (report: string) =>
        `You accepted the agreement below for “${report}”. Keep this mail: it is your copy.`,
      acknowledged: (report: string) =>
        `You acknowledged that the agreement below covers you for “${report}”. Keep this mail: it is your copy.`,
      inForce: (nda: string, version: string, since: string) =>
        `${nda}, version ${version}, in force since ${since}`,
      get: 'Get the report',
      standing: 'See how it stands',
      page: 'The report',
      because: 'You get this mail because you accepted this agreement.',
      becauseAcknowledged: 'You get this mail because you acknowledged this agreement.',
    },
    invitation: {
      subject: (report: string, company: string) => `A colleague invites you to read ${report} of ${company}`,
      text: (signer: string, report: string) =>
        `${signer} accepted our NDA for your company, and invites you to read the report “${report}” under it. You need not sign anything again.`,
      steps: (days: number) =>
        `You confirm this address, see the agreement, and have a copy of your own. The invitation is good for ${days} days:`,
      on: 'Go on',
      ignore:
        'If you do not want it, do nothing: nothing is given to anybody, and what we hold of the invitation is deleted.',
      because: 'You get this mail because a colleague entered your address.',
    },
    removed: {
      subject: (company: string) => `Your access at ${company} under your colleague’s NDA has ended`,
      text: (signer: string) =>
        `You had access because ${signer} accepted our NDA for your company. That no longer covers you, so reports are no longer open to you under it, and a download under way was stopped.`,
      goesOn:
        'The agreement goes on for the copies that you have. You can ask for a report in your own name at any time.',
      page: 'My access',
      because: 'You get this mail because a colleague had brought you in.',
    },
    subscription: {
      subject: (company: string) => `Confirm that you want news from ${company}`,
      text: (what: string) => `Somebody asked us to tell this address of ${what}. If it was you, confirm it.`,
      confirm: 'Confirm',
      once: 'The link works once, for two days. If it was not you, do nothing: no further mail comes of it.',
    },
    news: {
      more: 'Read more',
      because: (company: string, what: string) =>
        `You get this mail because you asked ${company} for news about ${what}.`,
      report: (title: string) => `New: ${title}`,
      policy: (title: string, version: string) => `${title}: version ${version} was approved`,
      policyChange: {
        substantive: 'The change is substantive.',
        editorial: 'The change is editorial.',
      },
      changes: {
        added: (name: string) => `New subprocessor: ${name}`,
        extended: (name: string) => `Wider use of a subprocessor: ${name}`,
        narrowed: (name: string) => `Narrower use of a subprocessor: ${name}`,
        ends: (name: string) => `A subprocessor is no longer used: ${name}`,
        withdrawn: (name: string) => `A change of subprocessors was withdrawn: ${name}`,
        renamed: (name: string) => `A subprocessor has another name: ${name}`,
        notice: (name: string) => `Another notice of changes: ${name}`,
      } satisfies Record<SubprocessorChange['kind'], (name: string) => string>,
      effect: (day: string) => `It takes effect on ${day}.`,
      object: (day: string) => `You may object until ${day}.`,
      shortNotice: (reason: string) => `Short notice: ${reason}`,
    },
  },
};

/** What a language has to say. */
export type Messages = typeof en;
