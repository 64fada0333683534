import { lengthInUnits } from '../../schema/promise.ts';
import { type Html, html } from '../../words/html.ts';
import { plurals } from '../../words/plurals.ts';
import type { Messages } from './en.ts';

const counted = plurals('de');

/** Im Dativ, wie in „innerhalb von 2 Tagen“. */
function within(seconds: number): string {
  const [count, unit] = lengthInUnits(seconds);
  const forms = {
    day: { one: '# Tag', other: '# Tagen' },
    hour: { one: '# Stunde', other: '# Stunden' },
    minute: { one: '# Minute', other: '# Minuten' },
    second: { one: '# Sekunde', other: '# Sekunden' },
  };
  return counted(count, forms[unit]);
}

/** Every word that the Worker says to readers, in German. */
export const de: Messages = {
  problems: {
    'bad-request': {
      title: 'Diese Anfrage ist nicht lesbar',
      detail: 'Gehen Sie zurück, prüfen Sie Ihre Angaben und senden Sie sie noch einmal.',
    },
    'signed-out': {
      title: 'Sie sind abgemeldet',
      detail: 'Beginnen Sie auf der Seite des Berichts neu; was Sie vereinbart haben, gilt weiter.',
    },
    'operator-token': {
      title: 'Dieses Token wird nicht angenommen',
      detail: 'Erzeugen Sie mit `trust token` ein neues und senden Sie es als `Authorization: Bearer …`.',
    },
    'login-failed': {
      title: 'Sie sind nicht angemeldet',
      detail: 'Die Anmeldung wurde nicht abgeschlossen. Bitte beginnen Sie sie neu.',
    },
    'sign-in-again': {
      title: 'Bitte bestätigen Sie, dass Sie es sind',
      detail:
        'Dafür muss Ihre Anmeldung frisch sein: Melden Sie sich neu an und wiederholen Sie dann den Schritt.',
    },
    forbidden: {
      title: 'Das ist für Sie nicht zugänglich',
      detail: 'Melden Sie sich mit einem Konto an, das es sehen darf, oder schreiben Sie uns.',
    },
    'cross-site': {
      title: 'Das kam von einer fremden Seite',
      detail: 'Öffnen Sie unsere Seite selbst und senden Sie das Formular von dort.',
    },
    'grant-expired': {
      title: 'Ihr Zugang ist abgelaufen',
      detail: 'Fordern Sie den Bericht auf seiner Seite neu an; das dauert etwa eine Minute.',
    },
    'grant-revoked': {
      title: 'Ihr Zugang wurde entzogen',
      detail: 'Schreiben Sie uns, wenn Sie das für einen Irrtum halten.',
    },
    'grant-not-begun': {
      title: 'Ihr Zugang beginnt erst noch',
      detail: 'Kommen Sie an dem Tag wieder, der Ihnen genannt wurde.',
    },
    'download-quota': {
      title: 'Ihre Downloads sind aufgebraucht',
      detail: 'Verwenden Sie ein Exemplar, das Sie schon haben, oder schreiben Sie uns.',
    },
    'report-withdrawn': {
      title: 'Dieser Bericht wird zurzeit nicht ausgegeben',
      detail:
        'Ihr Zugang bleibt bestehen: Kommen Sie wieder, sobald es eine neue Fassung gibt, oder schreiben Sie uns.',
    },
    'not-found': {
      title: 'Hier ist nichts',
      detail: 'Prüfen Sie die Adresse, oder beginnen Sie bei der Liste der Berichte.',
    },
    'method-not-allowed': {
      title: 'So geht es nicht',
      detail: 'Öffnen Sie die Seite und verwenden Sie ihre Schaltflächen.',
    },
    conflict: {
      title: 'Inzwischen hat sich etwas geändert',
      detail:
        'Laden Sie die Seite neu, um den jetzigen Stand zu sehen, und versuchen Sie es dann noch einmal.',
    },
    'precondition-failed': {
      title: 'Es gibt inzwischen eine andere Fassung',
      detail: 'Laden Sie die ganze Datei noch einmal herunter.',
    },
    'too-large': { title: 'Das ist zu groß', detail: 'Senden Sie weniger auf einmal.' },
    'range-not-satisfiable': {
      title: 'Diesen Teil der Datei gibt es nicht',
      detail: 'Laden Sie die ganze Datei noch einmal herunter.',
    },
    misdirected: {
      title: 'Falsche Adresse',
      detail: 'Öffnen Sie diese Seiten unter ihrer eigenen Adresse.',
    },
    'too-many-requests': {
      title: 'Zu viele Versuche',
      detail: 'Warten Sie einige Minuten und versuchen Sie es dann noch einmal.',
    },
    internal: {
      title: 'Hier ist etwas schiefgegangen',
      detail:
        'Versuchen Sie es noch einmal; hilft das nicht, schreiben Sie uns und nennen Sie die Nummer unten.',
    },
    configuration: {
      title: 'Noch nicht eingerichtet',
      detail: 'Der Betreiber muss die Einrichtung abschließen: `trust doctor` sagt, was fehlt.',
    },
    'identity-provider-unavailable': {
      title: 'Die Anmeldung antwortet nicht',
      detail:
        'Versuchen Sie es in einigen Minuten noch einmal, oder bestätigen Sie stattdessen Ihre geschäftliche E-Mail-Adresse.',
    },
    'storage-unavailable': {
      title: 'Zurzeit nicht verfügbar',
      detail: 'Es ging nichts verloren. Versuchen Sie es in einigen Minuten noch einmal.',
    },
  },
  problem: {
    wayOn: (place, mail) => html`Weiter geht es hier: ${place}. Oder schreiben Sie an ${mail}.`,
    myAccess: 'Mein Zugang',
    reports: 'Liste der Berichte',
    reference: (number) => html`Vorgang ${number}`,
    tooManyCodes:
      'Zurzeit werden zu viele Codes ausprobiert. Öffnen Sie den Link aus der E-Mail, in demselben Browser wie Ihre Anfrage.',
    somebodyElse:
      'In diesem Browser hat sich inzwischen jemand anderes angemeldet. Laden Sie die Seite neu, um zu sehen, wer.',
    startSignIn: 'Beginnen Sie die Anmeldung auf unserer Seite neu.',
    notCovered: (end) =>
      `Was für Sie galt, gilt nicht mehr: Fragen Sie den Bericht auf seiner Seite neu an, wenn Ihr Zugang zu Ende ist, nach dem ${end}.`,
    notRenewed: (end) =>
      `Nichts wurde verlängert: Ihr Zugang endet am ${end} mit der Vereinbarung, auf der er beruht, oder hat sich inzwischen geändert. Fragen Sie den Bericht nach diesem Tag neu an.`,
    noLonger: (end) =>
      `Nichts wurde verlängert: Was wir heute geben, reicht nicht über den ${end} hinaus, an dem Ihr Zugang endet. Fragen Sie den Bericht nach diesem Tag neu an.`,
    spent: (end, contact) =>
      `Nichts wurde verlängert: Kein Download ist übrig, und mehr Zeit gibt keinen. Wenn Sie den Bericht vor dem ${end} brauchen, schreiben Sie an ${contact}; nach diesem Tag fragen Sie ihn neu an.`,
    decidedMeanwhile: 'Über diese Anfrage wurde inzwischen entschieden; es gibt nichts mehr zurückzuziehen.',
    versionNotKept:
      'Diese Fassung wird nicht ausgegeben. Welche Sie herunterladen können, steht auf der Seite Ihres Exemplars.',
    noLongerOffered: (contact) => `Er wird nicht mehr angeboten. Fragen: ${contact}`,
    customersOnly: (company, contact) =>
      `Diesen Bericht erhalten nur angemeldete Kunden. Melden Sie sich mit Ihrem Konto bei ${company} an, oder schreiben Sie an ${contact}.`,
    begins: (day) => `Er beginnt am ${day}.`,
    revoked: (message, contact) => `${message} Fragen: ${contact}`,
    refused: (reason, contact) => `${reason} Wenn das nicht stimmt, schreiben Sie an ${contact}.`,
    invitesPerDay: (most) => `Sie können am Tag ${most} Personen einladen. Machen Sie morgen weiter.`,
  },

  error: (title) => `Fehler: ${title}`,
  correct: () => 'Bitte korrigieren Sie:',
  fields: {
    name: 'Vor- und Nachname',
    company: 'Unternehmen',
    address: 'Geschäftliche E-Mail-Adresse',
    nameMissing: 'Geben Sie Ihren Vor- und Nachnamen an.',
    nameTooLong: (most) => `Der Name darf höchstens ${most} Zeichen lang sein.`,
    companyMissing: 'Geben Sie das Unternehmen an, für das Sie anfragen.',
    companyTooLong: (most) => `Der Name des Unternehmens darf höchstens ${most} Zeichen lang sein.`,
    addressMissing: 'Geben Sie Ihre geschäftliche E-Mail-Adresse an.',
    addressWrong: 'Geben Sie eine Adresse wie name@firma.de an.',
  },
  send: 'Absenden',
  confirm: 'Bestätigen',
  startAgain: 'Neu beginnen',

  choose: {
    title: (report) => `${report} erhalten`,
    heading: 'Bericht erhalten',
    decided: (role, time) =>
      html`Über jede Anfrage zu diesem Bericht entscheidet ein Mensch (${role}), üblicherweise ${time}.`,
    atOnce: 'Kunden erhalten ihn sofort; niemand muss zustimmen.',
    aMinute: 'Es dauert etwa eine Minute; niemand muss zustimmen.',
    customer: 'Ich bin Kunde',
    covered: (terms, version, clause) =>
      html`Unsere <a href="${terms}">Nutzungsbedingungen</a> decken ihn ab (Fassung ${version}, Ziffer ${clause}); ein NDA ist nicht nötig.`,
    ask: 'Bericht anfragen',
    get: 'Bericht holen',
    signIn: (provider) => `Anmelden mit ${provider}`,
    noCustomer: 'Ich bin kein Kunde',
    customersOnly: 'Diesen Bericht erhalten nur angemeldete Kunden.',
    noForm: 'Für alle anderen gibt es kein Formular, und auch ein NDA ändert daran nichts.',
    elsewhere: (mail) =>
      html`Sehen Sie, <a href="/reports/">was es sonst gibt</a>, oder schreiben Sie an ${mail}.`,
    evaluating: (company) => `Ich prüfe, ob ${company} für uns infrage kommt`,
    known: (address) =>
      `Ihre Adresse ${address} ist bereits bestätigt. Ein NDA, das Sie angenommen haben, gilt auch für diesen Bericht.`,
    goOn: (name, company) => `Weiter als ${name}, ${company}`,
    another: 'Für eine andere Person, Firma oder Adresse',
    steps:
      'Wir schicken Ihnen eine E-Mail, mit der Sie Ihre Adresse bestätigen. Dann lesen Sie unser NDA und erhalten den Bericht.',
    stepsOnRequest:
      'Wir schicken Ihnen eine E-Mail, mit der Sie Ihre Adresse bestätigen. Dann lesen Sie unser NDA, und Ihre Anfrage geht an uns.',
    addressHint:
      'Sie steht mit Ihrem Namen auf Ihrem Exemplar. Wir schreiben Ihnen nur wegen dieser Anfrage.',
  },

  promise: {
    unknown: (days) =>
      `Wie lange es bei anderen dauert, wissen wir noch nicht: In den letzten ${days} Tagen hat ihn niemand auf Anfrage erhalten.`,
    measured: (given, seconds) =>
      counted(given, {
        one: `Wer ihn zuletzt auf Anfrage erhielt, bekam ihn innerhalb von ${within(seconds)}.`,
        other: `Von den letzten #, die ihn auf Anfrage erhielten, bekam ihn die Hälfte innerhalb von ${within(seconds)}.`,
      }),
    waiting: (count) =>
      counted(count, {
        none: 'Zurzeit wartet keine Anfrage.',
        one: 'Zurzeit wartet eine Anfrage.',
        other: 'Zurzeit warten # Anfragen.',
      }),
  },

  earlier: {
    asked: (day) => html`Sie haben diesen Bericht schon einmal angefragt, am ${day}.`,
    outcomes: {
      confirming: 'Die Vereinbarung blieb damals unbeantwortet.',
      confirmed: 'Die Vereinbarung blieb damals unbeantwortet.',
      pending: 'Auch diese Anfrage wartet noch.',
      granted: 'Sie haben ihn damals erhalten.',
      declined: 'Sie haben die Vereinbarung damals abgelehnt.',
      withdrawn: 'Sie haben die Anfrage zurückgezogen.',
      expired: 'Es wurde nicht rechtzeitig entschieden, und die Anfrage lief ab.',
    },
    denied: (reason) => html`Sie wurde abgelehnt: ${reason}`,
  },

  confirmation: {
    title: 'Adresse bestätigen',
    askedReport: (report, address) =>
      html`Sie haben „${report}“ angefragt, mit der Adresse <strong>${address}</strong>.`,
    askedOwn: (address) =>
      html`Sie möchten Ihre eigene Seite sehen, mit der Adresse <strong>${address}</strong>.`,
    checkMail: 'Sehen Sie in Ihr Postfach',
    typeCode: 'Code eingeben',
    code: 'Code',
    codeHint: 'Acht Ziffern; sie stehen in der E-Mail.',
    wrong: (start) =>
      html`Falsche Adresse oder keine E-Mail? <a href="${start}">Beginnen Sie neu</a>; Ihre Angaben bleiben erhalten.`,
    onItsWay: (address, minutes) =>
      html`Wenn <strong>${address}</strong> erreichbar ist, ist eine E-Mail mit einem Link und einem Code unterwegs. Beide gelten ${minutes} Minuten.`,
    delayed: (address, minutes) =>
      html`Die E-Mail an <strong>${address}</strong> konnte noch nicht gesendet werden: Unser Mailserver antwortet nicht. Ihre Anfrage ist gespeichert, und wir versuchen es weiter; Sie müssen nichts noch einmal eingeben. Link und Code gelten ${minutes} Minuten ab dem Versand der E-Mail.`,
    undeliverable: (address) =>
      html`Die E-Mail an <strong>${address}</strong> kann nicht zugestellt werden. Prüfen Sie die Adresse und beginnen Sie neu.`,
    elsewhereReport: (address) =>
      html`Der Bericht wurde in einem anderen Browser angefragt. Um in diesem weiterzumachen, geben Sie den Code aus derselben E-Mail ein; tun Sie das nur, wenn <strong>${address}</strong> Ihre eigene Adresse ist.`,
    elsewhereOwn: (address) =>
      html`Die Anfrage kam aus einem anderen Browser. Um in diesem weiterzumachen, geben Sie den Code aus derselben E-Mail ein; tun Sie das nur, wenn <strong>${address}</strong> Ihre eigene Adresse ist.`,
    eightDigits: 'Geben Sie die acht Ziffern aus der E-Mail ein.',
    wrongCode: (left) =>
      `Das ist nicht der Code aus der neuesten E-Mail. ${counted(left, { one: 'Sie haben noch einen Versuch.', other: 'Sie haben noch # Versuche.' })}`,
    over: {
      used: {
        title: 'Das wurde schon verwendet',
        words:
          'Ein Link und sein Code gelten nur einmal. Wenn Sie es selbst waren, machen Sie in dem Browser weiter, in dem Sie bestätigt haben.',
      },
      over: {
        title: 'Das gilt nicht mehr',
        words:
          'Link und Code enden nach einigen Minuten, nach fünf falschen Codes oder mit dem Versand einer neueren E-Mail.',
      },
      cut: {
        title: 'Dieser Link ist unvollständig',
        words:
          'Manche Mailprogramme brechen lange Links um. Kopieren Sie ihn ganz aus der E-Mail in die Adresszeile, oder geben Sie den Code aus derselben E-Mail auf der Seite ein, die darauf wartet.',
      },
    },
  },

  agreement: {
    lead: (version) =>
      `Das ist die ganze Vereinbarung, Version ${version}. Lesen Sie sie, und nehmen Sie sie am Ende an oder lehnen Sie sie ab.`,
    bindingWithTranslation: (language, page) =>
      html`Die Vereinbarung ist auf ${language as Html} verfasst. Nur dieser Text bindet; ihn nehmen Sie an, und er wird festgehalten. Zum Verständnis gibt es <a href="${page}">eine Übersetzung</a>.`,
    binding: (language) =>
      `Die Vereinbarung ist auf ${language} verfasst. Nur dieser Text bindet; ihn nehmen Sie an, und er wird festgehalten.`,
    translated: 'Übersetzt, zum Verständnis:',
    between: 'Zwischen',
    and: 'Und',
    party: (company, name) => html`${company}, vertreten durch ${name}`,
    confirmedAddress: 'Bestätigte Adresse',
    for: 'Für',
    law: 'Recht und Sprache',
    keep: 'Zum Aufbewahren',
    exact: (file) =>
      html`<a href="${file}">Der genaue Wortlaut</a>; wenn Sie annehmen, erhalten Sie ihn auch per E-Mail`,
    wrong: (start) =>
      html`Stimmt Ihr Name oder Ihr Unternehmen nicht? <a href="${start}">Beginnen Sie neu</a>, bevor Sie annehmen.`,
    unticked: 'Setzen Sie das Häkchen, wenn Sie annehmen; ohne Häkchen wird nichts vereinbart.',
    newer: (version, since, changes) =>
      html`Die Vereinbarung ist neuer als die, die Sie gesehen haben: Version ${version}, seit ${since}. Geändert hat sich: ${changes}`,
    until: (day) =>
      html`Was Sie angenommen haben, öffnet den Bericht noch bis zum ${day}, danach nur noch diese Version. Sie müssen sich nicht heute entscheiden.`,
    changes: 'Was sich geändert hat, Wort für Wort',
    compared: (before, now) => `Version ${before} im Vergleich mit Version ${now}`,
    notOnRecord:
      'Der Text, den Sie gesehen haben, liegt hier nicht Wort für Wort vor; ein Vergleich ist deshalb nicht möglich. Bitte lesen Sie diesen ganz.',
    declined: 'Sie haben abgelehnt',
    declinedLead: 'Es wurde nichts vereinbart und kein Zugang gegeben. Sie können jederzeit zurückkommen.',
    back: 'Zurück zur Vereinbarung',
    about: 'Über den Bericht',
  },

  comparison: {
    same: (summary) => `${summary}: Der Wortlaut ist derselbe.`,
    words: (added, removed) =>
      `${counted(added, { one: '# Wort', other: '# Wörter' })} hinzugefügt, ${counted(removed, { one: '# Wort', other: '# Wörter' })} entfernt`,
    unchanged: (paragraphs) =>
      counted(paragraphs, { one: '# Absatz unverändert', other: '# Absätze unverändert' }),
  },

  copy: {
    title: 'Ihr Exemplar ist bereit',
    starts: (pages) =>
      `Der Download beginnt von selbst: ${counted(pages, { one: '# Seite', other: '# Seiten' })}. Auf jeder stehen Ihr Name und die Nummer unten.`,
    ready: (pages) =>
      `Es steht zum Download bereit: ${counted(pages, { one: '# Seite', other: '# Seiten' })}. Auf jeder stehen Ihr Name und die Nummer unten.`,
    again: 'Noch einmal herunterladen',
    download: 'Herunterladen',
    inline: 'Im Browser öffnen',
    newer: (day, page) =>
      html`Es gibt eine neuere Version der Vereinbarung. Was Sie angenommen haben, öffnet den Bericht noch bis zum ${day}. <a href="${page}">Sehen Sie, was sich geändert hat, und nehmen Sie sie an</a>.`,
    copy: 'Exemplar',
    because: 'Grundlage',
    until: 'Herunterladen bis',
    anyNumber: (day) => html`${day}, so oft Sie möchten`,
    downloads: 'Downloads',
    left: (left, of) => `noch ${left} von ${of}; einen abgebrochenen Download fortzusetzen zählt nicht`,
    older: 'Ältere Fassungen',
    kept: (versions) =>
      html`Was Sie hatten, wurde durch eine neuere Fassung ersetzt. Ebenso lange können Sie weiterhin herunterladen: ${versions}.`,
    versionOf: (day) => html`die Fassung vom ${day}`,
    signed: 'Signiertes Original',
    signedText: (hash) =>
      html`Der Prüfer hat den Bericht digital signiert; ein gekennzeichnetes Exemplar kann diese Signatur nicht tragen. Die signierte Datei hat den SHA-256 ${hash}. Fragen Sie den Prüfer, ob seine denselben hat.`,
    held: (page) =>
      html`Ihre Downloads, Ihre Vereinbarungen und alles andere, was wir über Sie speichern: <a href="${page}">Mein Zugang</a>.`,
    unmarked: (format) =>
      `Dieser Bericht ist keine PDF-Datei (${format}), und in dem, was Sie darin sehen, steht nicht, wessen Exemplar es ist. Er ist trotzdem vertraulich und nur für Sie bestimmt; was Sie damit tun dürfen, steht unten. Die Nummer Ihres Exemplars steht in den Metadaten der Datei.`,
    terms: (page, version, clause) =>
      html`die <a href="${page}">Nutzungsbedingungen</a>, Fassung ${version}, Ziffer ${clause}.`,
    partner: (reason, agreement) => html`ein NDA zwischen uns: ${reason} (${agreement}).`,
    termsReleased: (page, version, clause) =>
      html`die <a href="${page}">Nutzungsbedingungen</a>, Fassung ${version}, Ziffer ${clause}, und unsere Freigabe.`,
    partnerReleased: (reason, agreement) =>
      html`ein NDA zwischen uns: ${reason} (${agreement}), und unsere Freigabe.`,
    released: 'unsere Freigabe.',
    accepted: (nda, version) => html`Sie haben angenommen: ${nda}, Version ${version}.`,
    acceptedReleased: (nda, version) =>
      html`Sie haben angenommen: ${nda}, Version ${version}. Wir haben den Bericht für Sie freigegeben.`,
    covered: (name, company, nda, version) =>
      html`${name} hat für ${company} angenommen: ${nda}, Version ${version}.`,
    coveredReleased: (name, company, nda, version) =>
      html`${name} hat für ${company} angenommen: ${nda}, Version ${version}. Wir haben den Bericht für Sie freigegeben.`,
    renewal: {
      title: 'Ihr Zugang endet bald',
      text: (end) =>
        html`Er endet am ${end}. Wenn Sie den Bericht länger brauchen, fragen Sie jetzt: Darüber wird so entschieden wie bei allen, die heute anfragen. Ihr Exemplar bleibt dasselbe, und die Zahl der Downloads auch.`,
      renew: 'Zugang verlängern',
      spent: (end, mail) =>
        html`Er endet am ${end}, und kein Download ist übrig: Mehr Zeit gäbe keinen. Wenn Sie den Bericht vorher brauchen, schreiben Sie an ${mail}; nach diesem Tag fragen Sie ihn neu an.`,
      asked: (end, day) =>
        html`Er endet am ${end}. Sie haben am ${day} um mehr Zeit gebeten; jemand von uns entscheidet, und Sie erhalten eine E-Mail.`,
    },
    later: 'Ihr Zugang beginnt später',
    laterLead: (day) =>
      html`Sie können diesen Bericht ab dem ${day} haben. Kommen Sie dann auf diese Seite zurück; mehr ist nicht zu tun.`,
  },

  pending: {
    title: 'Ihre Anfrage liegt uns vor',
    decides: (role, time) => html`Darüber entscheidet ein Mensch (${role}), üblicherweise ${time}.`,
    somebody: html`Darüber entscheidet ein Mensch.`,
    comeBack: 'Die Antwort finden Sie dann auf dieser Seite.',
    byMail: (address) => `Die Antwort kommt per E-Mail an ${address}.`,
    close: (page, days, mail) =>
      html`Sie können diese Seite schließen. Den Stand sehen Sie jederzeit unter <a href="${page}">Mein Zugang</a>. Ist nach ${
        counted(days, { one: 'einem Tag', other: '# Tagen' }) as Html
      } nicht entschieden, endet die Anfrage, und Sie erfahren es. Fragen: ${mail}`,
    withdraw: 'Anfrage zurückziehen',
  },

  denied: {
    title: 'Wir können Ihnen diesen Bericht nicht geben',
    answer: (mail, again) =>
      html`Wenn das nicht stimmt oder sich etwas geändert hat, schreiben Sie an ${mail}, oder <a href="${again}">fragen Sie noch einmal an</a>.`,
  },

  signIn: {
    rejected: 'Sie sind nicht angemeldet',
    rejections: {
      'unknown-state':
        'Dieser Browser hat keine solche Anmeldung begonnen: Sie hat zu lange gedauert oder wurde schon abgeschlossen.',
      used: 'Diese Anmeldung wurde schon abgeschlossen, oder Sie haben sich inzwischen abgemeldet, hier oder beim Anmeldedienst.',
      declined: 'Die Anmeldung wurde abgebrochen, oder das Konto darf sie nicht nutzen.',
      'bad-response': 'Die Antwort des Anmeldedienstes passte nicht zur Frage.',
      'code-refused':
        'Der Anmeldedienst hat seine Antwort zurückgenommen; das geschieht, wenn sie zweimal oder zu spät verwendet wird.',
      'bad-token': 'Der Nachweis des Anmeldedienstes, wer Sie sind, ließ sich nicht prüfen.',
      'bad-userinfo': 'Der Nachweis des Anmeldedienstes, wer Sie sind, ließ sich nicht prüfen.',
      'too-weak':
        'Der Anmeldedienst hat nicht bestätigt, dass Sie sich gerade eben und für die Konsole sicher genug angemeldet haben.',
    },
    nothingOpened: (what) => `${what} Es wurde nichts geöffnet; bitte beginnen Sie neu.`,
    again: 'Neu anmelden',
    notAdmitted: 'Dieses Konto gibt keinen Zugang',
    notStaff:
      'Sie sind angemeldet, aber Ihr Konto gehört nicht zu der Gruppe, die hier arbeitet. Fragen Sie, wer die Gruppen vergibt.',
    notCustomer:
      'Sie sind angemeldet, aber dieses Konto ist nicht das eines Kunden. Berichte können Sie trotzdem erhalten: Bestätigen Sie Ihre geschäftliche E-Mail-Adresse und nehmen Sie das NDA an.',
    confirmInstead: 'E-Mail-Adresse bestätigen',
    another: 'Mit einem anderen Konto anmelden',
    done: 'Sie sind angemeldet',
    doneAs: (name) => `Als ${name}. Diese Adresse diente dem Abschluss der Anmeldung, und der ist erfolgt.`,
    toConsole: 'Zur Konsole',
    toReports: 'Zu den Berichten',
    on: 'Weiter zur Anmeldung',
    continue: 'Weiter',
  },

  signOut: {
    button: 'Abmelden',
    as: (name) => `Sie sind als ${name} angemeldet.`,
    done: 'Sie sind abgemeldet',
    doneText:
      'Das gilt für diese Seiten. Der Anmeldedienst Ihres Kontos kennt Sie vielleicht noch: Melden Sie sich an einem gemeinsam genutzten Rechner auch dort ab.',
    back: 'Zurück zum Anfang',
  },

  myAccess: {
    title: 'Mein Zugang',
    lead: (company, name) => html`Alles, was ${company} über ${name} speichert.`,
    done: {
      sessions: 'Diese Browser sind abgemeldet.',
      agreement: 'Die Vereinbarung ist beendet und damit Ihr Zugang. Ihre Belege bleiben hier.',
      invited: 'Wenn die Adresse erreichbar ist, ist eine Einladung unterwegs.',
      'taken-out': 'Diese Person hat keinen Zugang mehr über Sie.',
    },
    reports: 'Berichte',
    noReports: 'Sie haben keine.',
    which: 'Welche es gibt',
    report: 'Bericht',
    access: 'Zugang',
    because: 'Grundlage',
    copy: 'Exemplar',
    get: (report) => html`${report} holen`,
    ended: (day) => `beendet am ${day}`,
    from: (day) => `ab ${day}`,
    until: (day) => `bis ${day}`,
    colleagues: (basis) => `${basis}, angenommen für Ihr Unternehmen`,
    basis: {
      terms: (version, clause) => `Nutzungsbedingungen, Fassung ${version}, Ziffer ${clause}`,
      partner: (agreement, reason) => `ein NDA zwischen uns (${agreement}: ${reason})`,
      nda: (title, version) => `${title}, Version ${version}`,
      released: 'von uns freigegeben',
      andReleased: (basis) => `${basis}, von uns freigegeben`,
    },
    nda: (title, version) => html`${title}, Version ${version}`,
    agreements: 'Vereinbarungen',
    agreement: 'Vereinbarung',
    you: 'Sie',
    when: 'Wann',
    receipt: 'Beleg',
    receiptOf: (when) => `Beleg vom ${when}`,
    accepted: (company) => html`angenommen für ${company}`,
    acceptedUntil: (company, day) => html`angenommen für ${company}; beendet am ${day}`,
    acknowledged: 'bestätigt, dass sie für Sie gilt',
    endAgreement: (page) =>
      html`Sie können die <a href="${page}">Vereinbarung beenden</a>; was Sie haben, bleibt vertraulich.`,
    downloads: 'Downloads',
    none: 'Keine.',
    size: 'Größe',
    outcome: 'Ergebnis',
    outcomes: {
      begun: 'begonnen',
      complete: 'vollständig',
      broken: 'abgebrochen',
      revoked: 'unterbrochen, weil der Zugang endete',
      unknown: 'nicht bekannt: nichts aufgezeichnet',
    },
    bytes: (count) => counted(count, { one: '# Byte', other: '# Bytes' }),
    newest: (most) => `Die neuesten ${most}. Alle stehen in der Datei mit Ihren Daten, weiter unten.`,
    requests: 'Anfragen',
    for: 'Für',
    state: 'Stand',
    states: {
      confirming: 'Adresse nicht bestätigt',
      confirmed: 'wartet auf Ihre Antwort zum NDA',
      pending: 'wartet auf unsere Entscheidung',
      granted: 'gewährt',
      declined: 'NDA von Ihnen abgelehnt',
      denied: 'abgelehnt',
      withdrawn: 'zurückgezogen',
      expired: 'ohne Antwort abgelaufen',
    },
    denied: (state, reason) => html`${state}: ${reason}`,
    name: 'Name',
    company: 'Unternehmen',
    notTold: 'nicht angegeben',
    address: 'Adresse',
    knownBy: 'Bekannt durch',
    byAccount: (provider) => `Ihr Konto bei ${provider}`,
    byAddress: 'Ihre Adresse, die Sie bestätigt haben',
    since: 'Seit',
    sessions: 'Wo Sie angemeldet sind',
    lastUsed: 'Zuletzt genutzt',
    browser: 'Browser',
    thisOne: 'dieser',
    signOutThere: 'Dort abmelden',
    signOutElsewhere: 'Überall sonst abmelden',
    mails: 'E-Mails an Sie',
    subscribed: (what, page) =>
      html`Sie haben Nachrichten abonniert: ${what}. Jede dieser E-Mails enthält einen Link, mit dem Sie das ändern oder beenden; <a href="${page}">oder fordern Sie jetzt einen an</a>.`,
    noMails: 'Keine in den letzten 90 Tagen.',
    what: 'Was',
    mailKinds: {
      confirmation: 'Link und Code zur Bestätigung Ihrer Adresse',
      receipt: 'Ihr Exemplar des NDA',
      decision: 'Unsere Entscheidung über eine Anfrage',
      revoked: 'Ende Ihres Zugangs',
      recalled: 'Rücknahme einer Fassung',
      'new-version': 'Neue Fassung eines Berichts',
      expiring: 'Bevorstehendes Ende Ihres Zugangs',
      invitation: 'Einladung durch jemanden aus Ihrem Unternehmen',
      acknowledgement: 'Ihr Exemplar des NDA, das für Sie gilt',
      removed: 'Ende Ihres Zugangs durch jemanden aus Ihrem Unternehmen',
      expired: 'Ende Ihrer Anfrage ohne Entscheidung',
      subscription: 'Link zur Bestätigung eines Abonnements',
      news: 'Nachrichten, die Sie abonniert haben',
    },
    mailStates: {
      sent: 'gesendet',
      queued: 'wird noch gesendet',
      sending: 'wird noch gesendet',
      dead: 'nicht zustellbar',
    },
    leaving: 'Mitnehmen oder gehen',
    leavingText:
      'Die Datei enthält all das und mehr, in einer Form, die Programme lesen. Den Zugang beenden und die Daten löschen sind zwei verschiedene Dinge; jedes sagt auf einer eigenen Seite, was es bewirkt, bevor es geschieht.',
    download: 'Ihre Daten herunterladen',
    end: 'Meinen Zugang beenden',
    delete: 'Meine Daten löschen',
    leaveAsIs: 'Alles so lassen',
  },

  entry: {
    invited: 'Sie wurden eingeladen',
    lead: 'Ihre Berichte, alle Downloads und Vereinbarungen und alles andere, was wir über Sie speichern. Sie können es mitnehmen, Ihren Zugang beenden oder Ihre Daten löschen lassen.',
    invitedLead:
      'Bestätigen Sie Ihre Adresse. Dann sehen Sie die Vereinbarung, die Ihr Unternehmen angenommen hat, und erhalten ein eigenes Exemplar.',
    staff: 'Sie sind als Mitarbeiter angemeldet. Diese Seite ist für alle, die Berichte von uns erhalten.',
    account: 'Ihr Konto sagt, wer Sie sind.',
    confirmed: 'Ich habe eine Adresse bestätigt',
    yourAddress: 'Ihre Adresse',
    mail: 'Wir schicken eine E-Mail mit einem Link und einem Code dorthin, ob wir die Adresse kennen oder nicht.',
    mailInvited: 'Wir schicken eine E-Mail mit einem Link und einem Code dorthin.',
    nothing: 'Wir haben nichts über diese Adresse gespeichert',
    nothingLead: (address) =>
      html`<strong>${address}</strong> gehört Ihnen, und es wurde kein Bericht dafür ausgegeben. Ihre Anfrage wird nach zwei Tagen von selbst gelöscht, der Eintrag über diese E-Mail nach 90.`,
    nothingCustomer:
      'Als Kunde kennen wir Sie durch Ihr Konto und nicht durch eine Adresse: Melden Sie sich stattdessen an. Wenn Sie Ihre Daten löschen ließen, ist das, was bleiben musste, nicht mehr über Ihre Adresse zu finden.',
    back: 'Zurück zu Mein Zugang',
    reports: 'Die Berichte',
  },

  ending: {
    lead: 'Alle Berichte werden für Sie sofort und überall geschlossen.',
    download: 'Ein laufender Download wird abgebrochen.',
    requests: 'Wartende Anfragen werden zurückgezogen.',
    signedOut: 'Sie werden in allen Browsern abgemeldet, auch in diesem.',
    stays: (page) =>
      html`Was Sie vereinbart haben, gilt für Ihre Exemplare weiter, und was wir über Sie speichern, bleibt. Es löschen zu lassen, ist <a href="${page}">etwas anderes</a>.`,
    colleagues: (page) =>
      html`Wer durch Sie Zugang hat, behält ihn: Ihr Unternehmen hat die Vereinbarung angenommen. Soll das nicht so sein, <a href="${page}">beenden Sie zuerst diesen Zugang</a>.`,
    again: 'Sie können jederzeit wieder einen Bericht anfragen.',
    done: 'Ihr Zugang ist beendet',
    doneLead: 'Ihnen steht kein Bericht mehr offen, und Sie sind überall abgemeldet.',
    doneText: (page) =>
      html`Für Ihre Exemplare gilt weiter, was Sie vereinbart haben. Um zu sehen, was wir über Sie speichern, oder um es löschen zu lassen, kommen Sie zu <a href="${page}">Mein Zugang</a> zurück; um wieder einen Bericht zu erhalten, fragen Sie ihn auf <a href="/reports/">seiner Seite</a> an.`,
  },

  deleting: {
    lead: 'Ihr Zugang endet, und was wir über Sie speichern, wird gelöscht, soweit das möglich ist.',
    goes: 'Was sofort gelöscht wird',
    person: 'Ihr Name, Ihr Unternehmen, Ihre Adresse und Ihr Konto in unserer Liste der Personen',
    requests:
      'Ihre Anfragen oder, wo eine Vereinbarung oder ein Exemplar darauf beruht, alles Persönliche darin',
    network: 'die Netzwerkadresse und der Browser jeder Anfrage',
    mails: 'unsere Aufzeichnungen über E-Mails an Sie, Links, Codes und Anmeldungen',
    subscriptions: 'Abonnements Ihrer Adresse',
    invitations: 'Einladungen an Sie und von Ihnen, die niemand angenommen hat',
    stays: 'Was bleibt',
    events:
      'der bloße Eintrag der Ereignisse: dass etwas geschah, wann und zu welcher Nummer. Er nennt niemanden.',
    acceptances: (count) =>
      `Ihre Annahme der Vereinbarung, mit Ihrem Namen, Ihrem Unternehmen und Ihrer Adresse, der Zeit sowie der Netzwerkadresse und dem Browser, von denen sie kam (${count})`,
    grants: (count) =>
      `dass Sie einen Bericht erhalten haben, und was auf Ihrem Exemplar steht: Ihr Name, Ihr Unternehmen und Ihre Adresse (${count})`,
    downloads: (count) => `wann er heruntergeladen wurde (${count})`,
    barred:
      'Ihre Adresse oder Ihr Konto, weil wir Ihnen den Zugang entzogen haben und Sie sonst nicht wiedererkennen würden',
    why: (term, claims) =>
      `Warum: Es beweist, wer welchen vertraulichen Bericht unter welcher Vereinbarung erhalten hat. Die Vereinbarung schützt jeden Bericht ${term} Monate lang nach dem Erhalt, und Ansprüche können weitere ${claims} Monate lang erhoben werden. Wir brauchen es für nichts anderes.`,
    untilLifted:
      'Bis wann: solange der Entzug besteht. Schreiben Sie uns, wenn Sie meinen, dass er aufgehoben werden sollte.',
    until: (day) =>
      html`Bis wann: <strong>${day}</strong>. Dann wird es von selbst gelöscht oder, wo ein anderes Exemplar aus Ihrem Unternehmen auf Ihrer Annahme beruht, zusammen mit diesem.`,
    final: (file) =>
      html`Das lässt sich nicht rückgängig machen. Wenn Sie eine Kopie Ihrer Daten möchten, <a href="${file}">laden Sie sie vorher herunter</a>.`,
    done: 'Ihre Daten sind gelöscht',
    doneLead:
      'Sie sind abgemeldet, Ihnen steht kein Bericht mehr offen, und wir kennen Ihre Adresse nicht mehr.',
    questions: (mail) => html`Fragen: ${mail}`,
  },

  endingAgreement: {
    title: 'Vereinbarung beenden',
    lead: (nda, company) =>
      html`Sie können die Vereinbarung (${nda}) mit ${company} jederzeit beenden, mit sofortiger Wirkung.`,
    access:
      'Ihr Zugang zu unseren Berichten endet, ebenso der von allen, die durch Sie darunter Zugang haben.',
    copies: (months) =>
      `Ihre Exemplare bleiben vertraulich, solange die Vereinbarung es sagt: ${counted(months, { one: '# Monat', other: '# Monate' })} ab dem Tag, an dem Sie sie erhalten haben.`,
    receipts: 'Ihre Belege bleiben, und sie gelten weiter für alles, was bis jetzt geschah.',
    again: 'Sie können die Vereinbarung jederzeit wieder annehmen.',
    keep: 'Behalten',
  },

  receipt: {
    title: 'Beleg',
    accepted:
      'Was wir festgehalten haben, als Sie die Vereinbarung annahmen. Dasselbe haben Sie per E-Mail erhalten.',
    acknowledged:
      'Was wir festgehalten haben, als Sie bestätigten, dass die Vereinbarung für Sie gilt. Dasselbe haben Sie per E-Mail erhalten.',
    agreement: 'Vereinbarung',
    inForce: (nda, since) => html`${nda}, in Kraft seit ${since}`,
    hash: 'SHA-256 des Textes',
    text: 'Der genaue Wortlaut',
    acceptedAt: 'Angenommen',
    acknowledgedAt: 'Bestätigt',
    acceptedAtUtc: 'Angenommen (UTC)',
    acknowledgedAtUtc: 'Bestätigt (UTC)',
    by: 'Von',
    signer: (name, company) => html`${name}, für ${company}`,
    acceptedBy: (at, name, company) => `${at}, von ${name}, für ${company}`,
    with: 'Mit',
    for: 'Für',
    ticked: 'Angekreuzt',
    declared: 'Erklärt',
    pressed: 'Gedrückt',
    companyBy: 'Für Ihr Unternehmen angenommen von',
    confirmed: 'Adresse bestätigt',
    ways: { link: 'Link', code: 'Code' },
    confirmedAt: (at, by) => `${at}, per ${by}`,
    notByMail: 'nicht per E-Mail',
    from: 'Von wo',
    build: 'Stand unserer Seiten',
    number: 'Nummer',
    acceptance: 'Annahme',
    copy: 'Ihr Exemplar',
    until: 'Zugang bis (UTC)',
    access: 'Zugang',
    waits: 'Darüber entscheidet ein Mensch; Sie erhalten eine E-Mail.',
  },

  companies: {
    title: 'Ihr Unternehmen',
    invited: (signer, report, company, page) =>
      html`${signer} lädt Sie ein, „${report}“ unter dem NDA zu lesen, das für ${company} angenommen wurde. <a href="${page}">Vereinbarung ansehen und weiter</a>`,
    member: (name, company, day) =>
      html`${name} hat das NDA für ${company} angenommen. Seit dem ${day} gilt es auch für Sie, solange Ihr Zugang darüber bestehen bleibt.`,
    inviting: (company, domain) =>
      html`Sie haben das NDA für ${company} angenommen. Wer eine Adresse unter <strong>${domain}</strong> hat, muss deshalb nicht noch einmal unterschreiben. Jeder bestätigt seine Adresse, sieht die Vereinbarung und erhält ein eigenes Exemplar. Sie können jeden Zugang jederzeit wieder beenden.`,
    colleagueAddress: 'Geschäftliche E-Mail-Adresse der Person',
    colleagueHint: 'Wir schicken eine einzige E-Mail; darin steht Ihre Adresse.',
    invite: 'Einladen',
    colleague: 'Person',
    state: 'Stand',
    open: 'Ihr zugänglich',
    endIt: 'Beenden',
    nothing: 'nichts',
    takeOut: 'Zugang beenden',
    takeOutWhom: (address) => `Zugang von ${address} beenden`,
    inSince: (day) => `dabei seit ${day}`,
    didNotCome: (day) => `bis ${day} nicht gekommen`,
    invitedOn: (day) => `eingeladen am ${day}`,
    missing: 'Geben Sie die Adresse der Person an.',
    otherDomain: (domain) =>
      `Sie können nur Adressen unter ${domain} einladen; alle anderen können den Bericht selbst anfragen.`,
    own: 'Das ist Ihre eigene Adresse.',
    joining: 'Sie erhalten Zugang über Ihr Unternehmen',
    joiningLead:
      'Die Vereinbarung unten bindet Ihr Unternehmen bereits. Lesen Sie sie, bestätigen Sie das, und Sie erhalten den Bericht.',
    agreement: (title, version, file) =>
      html`${title}, Version ${version}; <a href="${file}">der genaue Wortlaut</a>`,
    party: (company, name, address, day) => html`${company}, vertreten durch ${name} (${address}), am ${day}`,
    yourAddress: 'Ihre Adresse',
    nameHint: 'Er steht mit Ihrer Adresse auf Ihrem Exemplar.',
    acknowledge:
      'Ich habe die Vereinbarung oben gelesen. Sie bindet mein Unternehmen, und ich werde mich bei dem, was ich erhalte, daran halten.',
    join: 'Bestätigen und Bericht erhalten',
    untold: 'Setzen Sie das Häkchen, wenn es so ist; ohne Häkchen wird nichts ausgegeben.',
    notYours: (company) =>
      html`Ist ${company} nicht Ihr Unternehmen, oder möchten Sie das nicht? Dann tun Sie nichts: Es wird nichts ausgegeben, und die Einladung endet von selbst.`,
    over: 'Diese Einladung gilt nicht mehr',
    overLead:
      'Sie wurde verwendet oder zurückgenommen, ist zu alt, oder die Vereinbarung hat sich inzwischen geändert. Bitten Sie um eine neue, oder fragen Sie den Bericht im eigenen Namen an.',
    takingOut: 'Zugang einer anderen Person beenden',
    takingOutWhom: (address) => `Zugang von ${address} beenden`,
    takingOutLead:
      'Alle Berichte, die dieser Person durch Ihre Annahme offenstehen, werden sofort geschlossen, und ein laufender Download wird abgebrochen. Was sie im eigenen Namen hat, bleibt.',
    takingBack: 'Die Einladung gilt dann nicht mehr.',
    afterwards:
      'Die Person erhält eine E-Mail. Für ihre Exemplare gilt die Vereinbarung weiter. Sie kann einen Bericht im eigenen Namen anfragen, und Sie können sie wieder einladen.',
  },

  topics: {
    updates: {
      title: 'Meldungen',
      inSentence: 'Meldungen',
      about: 'Vorfälle, Sicherheitshinweise und Änderungen unserer Praxis',
    },
    subprocessors: {
      title: 'Änderungen bei Unterauftragsverarbeitern',
      inSentence: 'Änderungen bei Unterauftragsverarbeitern',
      about: 'wer künftig Daten für uns verarbeitet, bevor es beginnt',
    },
    reports: {
      title: 'Neue Berichte',
      inSentence: 'neue Berichte',
      about: 'wenn ein neuer Prüfbericht oder ein neues Schreiben zu haben ist',
    },
    policies: {
      title: 'Richtlinien',
      inSentence: 'Richtlinien',
      about: 'wenn eine neue Version einer Richtlinie freigegeben wurde',
    },
  },
  listed: (names) => new Intl.ListFormat('de').format(names),

  subscribe: {
    title: 'Neues per E-Mail',
    lead: 'Wir schreiben, wenn es etwas Neues gibt, und nur dann. Ihre Adresse wird für nichts anderes verwendet; jede E-Mail enthält einen Link, der das Abonnement beendet und die Adresse löscht.',
    tell: 'Worüber möchten Sie informiert werden?',
    noTopic: 'Wählen Sie mindestens ein Thema.',
    noTopicOrEnd: 'Wählen Sie mindestens ein Thema, oder beenden Sie das Abonnement.',
    address: 'E-Mail-Adresse',
    addressHint: 'Zuerst schicken wir eine E-Mail dorthin, damit Sie sie bestätigen.',
    button: 'Abonnieren',
    feeds: (feeds) =>
      html`Sie können uns auch ohne Adresse folgen: Die <a href="${feeds}">Feeds</a> sagen dasselbe.`,
    onItsWay: (address) =>
      html`Wenn <strong>${address}</strong> erreichbar ist, ist eine E-Mail mit einem Link zur Bestätigung unterwegs. Der Link gilt zwei Tage.`,
    wrong: (start) => html`Falsche Adresse oder keine E-Mail? <a href="${start}">Beginnen Sie neu</a>.`,
    confirming: 'Abonnement bestätigen',
    will: (address, what) => html`Wir schreiben an <strong>${address}</strong> über: ${what}.`,
    over: 'Dieser Link bewirkt nichts mehr',
    overLead:
      'Links zur Bestätigung gelten einmal und zwei Tage lang, und nur der neueste. Die Links in unseren E-Mails gelten, solange das Abonnement besteht.',
    askAgain: 'Neuen Link anfordern',
    managing: 'Ihr Abonnement',
    confirmed: (what) => `Bestätigt. Wir schreiben Ihnen über: ${what}.`,
    changed: (what) => `Geändert. Wir schreiben Ihnen über: ${what}.`,
    for: (address) => html`Für <strong>${address}</strong>.`,
    save: 'Speichern',
    end: 'Beenden und meine Adresse löschen',
    ended: 'Das Abonnement ist beendet',
    endedLead: 'Sie erhalten deswegen keine E-Mail mehr, und die Adresse ist gelöscht.',
    endedHint: (mail) =>
      html`Wenn Sie Berichte von uns erhalten haben, ist das, was darüber festgehalten ist, eine andere Sache: Schreiben Sie an ${mail}.`,
  },

  mail: {
    labelled: (name) => `${name}:`,
    trustCenter: 'Trust Center',
    buttonLeads: (href) => `Die Schaltfläche führt zu ${href}`,
    change: 'Ändern, was Sie erhalten, oder beenden',
    questions: (contact) => `Fragen: ${contact}`,
    mistake: (contact) => `Wenn Sie das für einen Irrtum halten, schreiben Sie an ${contact}.`,
    becauseEntered: (host) =>
      `Sie erhalten diese E-Mail, weil jemand Ihre Adresse auf ${host} eingegeben hat.`,
    becauseAsked: (report) => `Sie erhalten diese E-Mail, weil Sie „${report}“ angefragt haben.`,
    becauseHave: (report) => `Sie erhalten diese E-Mail, weil Sie Zugang zu „${report}“ haben.`,
    becauseHad: (report) => `Sie erhalten diese E-Mail, weil Sie Zugang zu „${report}“ hatten.`,
    confirmation: {
      subject: (report) => `Bestätigen Sie Ihre Adresse für ${report}`,
      subjectOwn: (company) => `Bestätigen Sie Ihre Adresse für Ihren Zugang bei ${company}`,
      asked: (report) =>
        `Jemand hat den Bericht „${report}“ angefragt und diese Adresse angegeben. Wenn Sie es waren, bestätigen Sie das bitte.`,
      askedOwn: (company) =>
        `Jemand möchte sehen, was ${company} über diese Adresse speichert und worauf sie Zugriff hat. Wenn Sie es waren, bestätigen Sie das bitte.`,
      open: 'Öffnen Sie diesen Link in demselben Browser wie Ihre Anfrage:',
      button: 'Adresse bestätigen',
      code: 'Oder geben Sie auf der Seite, die dort wartet, diesen Code ein',
      once: (minutes) => `Beide gelten einmal, bis ${minutes} Minuten nach dieser E-Mail.`,
      ignore:
        'Wenn Sie es nicht waren, tun Sie nichts: Niemand erhält oder sieht etwas. Geben Sie den Code nie weiter.',
    },
    decision: {
      standsOn: (basis) => `Grundlage: ${basis}.`,
      ready: (report) => `Ihr Bericht ist bereit: ${report}`,
      later: (report, day) => `Sie erhalten ${report} am ${day}`,
      mayHave: (report) => `Sie können „${report}“ jetzt erhalten.`,
      mayHaveFrom: (report, day) => `Sie können „${report}“ ab dem ${day} erhalten.`,
      get: 'Bericht holen',
      page: 'Seite des Berichts',
      again: (day) =>
        `Wenn Sie nicht mehr angemeldet sind, melden Sie sich an oder bestätigen Sie diese Adresse noch einmal; das NDA ist kein zweites Mal nötig. Der Zugang endet am ${day}.`,
      denied: (report) => `Zu Ihrer Anfrage: ${report}`,
      cannot: (report) => `Wir können Ihnen „${report}“ nicht geben. Der Grund:`,
      answer: (contact) =>
        `Wenn das nicht stimmt oder sich etwas geändert hat, antworten Sie auf diese E-Mail oder schreiben Sie an ${contact}.`,
    },
    expired: {
      subject: (report) => `Über Ihre Anfrage zu ${report} wurde nicht rechtzeitig entschieden`,
      text: (report) =>
        `Sie haben „${report}“ angefragt, und bei uns hat niemand rechtzeitig darüber entschieden. Das tut uns leid. Die Anfrage ist beendet; Sie können sie noch einmal stellen.`,
      again: 'Noch einmal anfragen',
      urgent: (contact) => `Wenn es eilt, schreiben Sie an ${contact}.`,
    },
    expiring: {
      subject: (report, day) => `Ihr Zugang zu ${report} endet am ${day}`,
      text: (report, day) =>
        `Sie können „${report}“ bis zum ${day} herunterladen. Wenn Sie ihn länger brauchen, verlängern Sie Ihren Zugang vor diesem Tag auf seiner Seite, mit einem Klick; danach fragen Sie ihn neu an, was etwa eine Minute dauert.`,
      open: 'Verlängern oder herunterladen',
      nothing: 'Wenn Sie ihn nicht mehr brauchen, ist nichts zu tun.',
    },
    revoked: {
      subject: (report) => `Ihr Zugang zu ${report} wurde entzogen`,
      text: (report) =>
        `Ihr Zugang zu „${report}“ wurde entzogen. Sie können den Bericht nicht mehr herunterladen, und ein laufender Download wurde abgebrochen.`,
      stays:
        'Für Ihre Exemplare gilt weiter, was Sie vereinbart haben: Behandeln Sie sie vertraulich, und vernichten Sie sie, wo die Vereinbarung es verlangt.',
    },
    recalled: {
      subject: (report) => `Eine Fassung von ${report} wurde zurückgenommen`,
      text: (report) =>
        `Sie haben ein Exemplar von „${report}“ in einer Fassung, die wir zurückgenommen haben. Bitte stützen Sie sich nicht darauf, und vernichten Sie es, soweit Ihre Vereinbarung es zulässt.`,
      goesOn: (contact) =>
        `Ihr Zugang bleibt bestehen und gilt für die Fassung, die sie ersetzt. Fragen: ${contact}`,
      because: (report) => `Sie erhalten diese E-Mail, weil Sie „${report}“ heruntergeladen haben.`,
    },
    newVersion: {
      subject: (report) => `Eine neue Fassung von ${report}`,
      text: (report) =>
        `Es gibt eine neuere Fassung von „${report}“. Von jetzt an erhalten Sie beim Herunterladen diese.`,
      get: 'Neue Fassung holen',
      ended: (report) =>
        `Es gibt eine neuere Fassung von „${report}“. Ihr Zugang ist zu Ende; wenn Sie die neue Fassung brauchen, fragen Sie sie auf ihrer Seite neu an. Das dauert etwa eine Minute.`,
      ask: 'Neu anfragen',
      because: (report) =>
        `Sie erhalten diese E-Mail einmal, weil Sie eine ältere Fassung von „${report}“ heruntergeladen haben.`,
      copies: 'Ihre Exemplare bleiben, was sie sind, und was Sie dafür vereinbart haben, gilt weiter.',
      kept: 'Die Fassung, die Sie hatten, bleibt auf derselben Seite, solange Ihr Zugang besteht.',
    },
    receipt: {
      signer: (name, company) => `${name}, für ${company}`,
      subject: (company) => `Ihr Exemplar des NDA mit ${company}`,
      accepted: (report) =>
        `Sie haben die Vereinbarung unten für „${report}“ angenommen. Bewahren Sie diese E-Mail auf: Sie ist Ihr Exemplar.`,
      acknowledged: (report) =>
        `Sie haben bestätigt, dass die Vereinbarung unten für Sie gilt, für „${report}“. Bewahren Sie diese E-Mail auf: Sie ist Ihr Exemplar.`,
      inForce: (nda, version, since) => `${nda}, Version ${version}, in Kraft seit ${since}`,
      get: 'Bericht holen',
      standing: 'Stand ansehen',
      page: 'Zum Bericht',
      because: 'Sie erhalten diese E-Mail, weil Sie diese Vereinbarung angenommen haben.',
      becauseAcknowledged: 'Sie erhalten diese E-Mail, weil Sie diese Vereinbarung bestätigt haben.',
    },
    invitation: {
      subject: (report, company) => `Einladung: ${report} von ${company} lesen`,
      text: (signer, report) =>
        `${signer} hat unser NDA für Ihr Unternehmen angenommen und lädt Sie ein, den Bericht „${report}“ darunter zu lesen. Sie müssen nichts noch einmal unterschreiben.`,
      steps: (days) =>
        `Sie bestätigen diese Adresse, sehen die Vereinbarung und erhalten ein eigenes Exemplar. Die Einladung gilt ${days} Tage:`,
      on: 'Weiter',
      ignore:
        'Wenn Sie das nicht möchten, tun Sie nichts: Niemand erhält etwas, und was wir zu der Einladung gespeichert haben, wird gelöscht.',
      because: 'Sie erhalten diese E-Mail, weil jemand aus Ihrem Unternehmen Ihre Adresse eingegeben hat.',
    },
    removed: {
      subject: (company) => `Ihr Zugang bei ${company} über das NDA Ihres Unternehmens ist beendet`,
      text: (signer) =>
        `Sie hatten Zugang, weil ${signer} unser NDA für Ihr Unternehmen angenommen hat. Das gilt für Sie nicht mehr. Berichte stehen Ihnen darunter nicht mehr offen, und ein laufender Download wurde abgebrochen.`,
      goesOn:
        'Für Ihre Exemplare gilt die Vereinbarung weiter. Sie können jederzeit einen Bericht im eigenen Namen anfragen.',
      page: 'Mein Zugang',
      because: 'Sie erhalten diese E-Mail, weil Sie über Ihr Unternehmen Zugang hatten.',
    },
    subscription: {
      subject: (company) => `Bestätigen Sie, dass Sie Neues von ${company} erhalten möchten`,
      text: (what) =>
        `Jemand hat uns gebeten, an diese Adresse zu schreiben, über: ${what}. Wenn Sie es waren, bestätigen Sie das bitte.`,
      confirm: 'Bestätigen',
      once: 'Der Link gilt einmal, zwei Tage lang. Wenn Sie es nicht waren, tun Sie nichts: Es folgt keine weitere E-Mail.',
    },
    news: {
      more: 'Weiterlesen',
      because: (company, what) =>
        `Sie erhalten diese E-Mail, weil Sie Nachrichten von ${company} abonniert haben: ${what}.`,
      report: (title) => `Neu: ${title}`,
      policy: (title, version) => `${title}: Version ${version} wurde freigegeben`,
      policyChange: {
        substantive: 'Die Änderung ist inhaltlich.',
        editorial: 'Die Änderung ist redaktionell.',
      },
      changes: {
        added: (name) => `Neuer Unterauftragsverarbeiter: ${name}`,
        extended: (name) => `Weiter gehende Nutzung eines Unterauftragsverarbeiters: ${name}`,
        narrowed: (name) => `Engere Nutzung eines Unterauftragsverarbeiters: ${name}`,
        ends: (name) => `Unterauftragsverarbeiter nicht mehr eingesetzt: ${name}`,
        withdrawn: (name) => `Angekündigte Änderung bei Unterauftragsverarbeitern zurückgezogen: ${name}`,
        renamed: (name) => `Unterauftragsverarbeiter heißt anders: ${name}`,
        notice: (name) => `Andere Ankündigungsfrist: ${name}`,
      },
      effect: (day) => `Wirksam ab ${day}.`,
      object: (day) => `Sie können bis zum ${day} widersprechen.`,
      shortNotice: (reason) => `Kurzfristig: ${reason}`,
    },
  },
};
