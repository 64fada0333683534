import { lengthInUnits } from '../../schema/promise.ts';
import { type Html, html } from '../../words/html.ts';
import { plurals } from '../../words/plurals.ts';
import type { Messages } from './en.ts';

const counted = plurals('fr');

function length(seconds: number): string {
  const [count, unit] = lengthInUnits(seconds);
  const forms = {
    day: { one: '# jour', other: '# jours' },
    hour: { one: '# heure', other: '# heures' },
    minute: { one: '# minute', other: '# minutes' },
    second: { one: '# seconde', other: '# secondes' },
  };
  return counted(count, forms[unit]);
}

/** Every word that the Worker says to readers, in French. Spaces before punctuation do not break. */
export const fr: Messages = {
  problems: {
    'bad-request': {
      title: 'Cette demande est illisible',
      detail: 'Revenez en arrière, vérifiez votre saisie et envoyez-la à nouveau.',
    },
    'signed-out': {
      title: 'Vous êtes déconnecté',
      detail: 'Recommencez depuis la page du rapport ; rien de ce que vous avez accepté n’est perdu.',
    },
    'operator-token': {
      title: 'Ce jeton n’est pas accepté',
      detail: 'Créez-en un nouveau avec `trust token` et envoyez-le ainsi : `Authorization: Bearer …`.',
    },
    'login-failed': {
      title: 'Vous n’êtes pas connecté',
      detail: 'La connexion n’a pas abouti. Veuillez la recommencer.',
    },
    'sign-in-again': {
      title: 'Veuillez confirmer que c’est bien vous',
      detail: 'Cette action demande une connexion récente : connectez-vous à nouveau, puis recommencez.',
    },
    forbidden: {
      title: 'Ceci ne vous est pas accessible',
      detail: 'Connectez-vous avec un compte qui y a droit, ou écrivez-nous.',
    },
    'cross-site': {
      title: 'Cela vient d’un autre site',
      detail: 'Ouvrez vous-même notre page et envoyez le formulaire depuis celle-ci.',
    },
    'grant-expired': {
      title: 'Votre accès a pris fin',
      detail: 'Demandez à nouveau le rapport depuis sa page ; cela prend environ une minute.',
    },
    'grant-revoked': {
      title: 'Votre accès a été retiré',
      detail: 'Écrivez-nous si vous pensez qu’il s’agit d’une erreur.',
    },
    'grant-not-begun': {
      title: 'Votre accès n’a pas encore commencé',
      detail: 'Revenez le jour qui vous a été indiqué.',
    },
    'download-quota': {
      title: 'Vos téléchargements sont épuisés',
      detail: 'Utilisez un exemplaire que vous avez déjà, ou écrivez-nous.',
    },
    'report-withdrawn': {
      title: 'Ce rapport n’est pas remis en ce moment',
      detail: 'Votre accès demeure : revenez quand il y aura une autre version, ou écrivez-nous.',
    },
    'not-found': {
      title: 'Il n’y a rien ici',
      detail: 'Vérifiez l’adresse, ou partez de la liste des rapports.',
    },
    'method-not-allowed': {
      title: 'Cela ne se fait pas ainsi',
      detail: 'Ouvrez la page et utilisez ses boutons.',
    },
    conflict: {
      title: 'Quelque chose a changé entre-temps',
      detail: 'Rechargez la page pour voir où en sont les choses, puis réessayez.',
    },
    'precondition-failed': {
      title: 'Il y a maintenant une autre version',
      detail: 'Téléchargez à nouveau le fichier entier.',
    },
    'too-large': { title: 'C’est trop volumineux', detail: 'Envoyez-en moins à la fois.' },
    'range-not-satisfiable': {
      title: 'Cette partie du fichier n’existe pas',
      detail: 'Téléchargez à nouveau le fichier entier.',
    },
    misdirected: { title: 'Mauvaise adresse', detail: 'Ouvrez ce site à sa propre adresse.' },
    'too-many-requests': {
      title: 'Trop de tentatives',
      detail: 'Attendez quelques minutes, puis réessayez.',
    },
    internal: {
      title: 'Une erreur s’est produite chez nous',
      detail: 'Réessayez ; si elle persiste, écrivez-nous en indiquant le numéro ci-dessous.',
    },
    configuration: {
      title: 'Pas encore configuré',
      detail: 'L’exploitant doit terminer la configuration : `trust doctor` indique ce qui manque.',
    },
    'identity-provider-unavailable': {
      title: 'Le service de connexion ne répond pas',
      detail:
        'Réessayez dans quelques minutes, ou confirmez plutôt votre adresse électronique professionnelle.',
    },
    'storage-unavailable': {
      title: 'Indisponible pour le moment',
      detail: 'Rien n’a été perdu. Réessayez dans quelques minutes.',
    },
  },
  problem: {
    wayOn: (place, mail) => html`Continuez ici : ${place}. Ou écrivez à ${mail}.`,
    myAccess: 'Mes accès',
    reports: 'la liste des rapports',
    reference: (number) => html`Référence ${number}`,
    tooManyCodes:
      'Trop de codes sont essayés en ce moment. Ouvrez le lien du courriel dans le navigateur de votre demande.',
    somebodyElse:
      'Quelqu’un d’autre s’est connecté depuis dans ce navigateur. Rechargez la page pour voir qui.',
    startSignIn: 'Recommencez la connexion depuis notre page.',
    notCovered: (end) =>
      `Ce qui vous couvrait ne vous couvre plus : demandez à nouveau le rapport depuis sa page quand votre accès aura pris fin, après le ${end}.`,
    notRenewed: (end) =>
      `Rien n’a été prolongé : votre accès prend fin le ${end} avec l’accord sur lequel il repose, ou a changé entre-temps. Demandez à nouveau le rapport après cette date.`,
    noLonger: (end) =>
      `Rien n’a été prolongé : ce que nous accordons aujourd’hui ne va pas au-delà du ${end}, fin de votre accès. Demandez à nouveau le rapport après cette date.`,
    spent: (end, contact) =>
      `Rien n’a été prolongé : il ne reste aucun téléchargement, et plus de temps n’en donne pas. S’il vous faut le rapport avant le ${end}, écrivez à ${contact} ; après cette date, demandez-le à nouveau.`,
    decidedMeanwhile: 'Cette demande a été tranchée entre-temps ; il n’y a plus rien à retirer.',
    versionNotKept:
      'Cette version n’est pas remise. La page de votre exemplaire indique lesquelles vous pouvez télécharger.',
    noLongerOffered: (contact) => `Il n’est plus proposé. Questions : ${contact}`,
    customersOnly: (company, contact) =>
      `Ce rapport n’est remis qu’aux clients connectés. Connectez-vous avec votre compte ${company}, ou écrivez à ${contact}.`,
    begins: (day) => `Il commence le ${day}.`,
    revoked: (message, contact) => `${message} Questions : ${contact}`,
    refused: (reason, contact) => `${reason} Si c’est inexact, écrivez à ${contact}.`,
    invitesPerDay: (most) => `Vous pouvez inviter ${most} collègues par jour. Continuez demain.`,
  },

  error: (title) => `Erreur : ${title}`,
  correct: () => 'Veuillez corriger :',
  fields: {
    name: 'Nom et prénom',
    company: 'Entreprise',
    address: 'Adresse électronique professionnelle',
    nameMissing: 'Indiquez vos nom et prénom.',
    nameTooLong: (most) => `Votre nom peut compter ${most} caractères au plus.`,
    companyMissing: 'Indiquez l’entreprise pour laquelle vous faites la demande.',
    companyTooLong: (most) => `Le nom de l’entreprise peut compter ${most} caractères au plus.`,
    addressMissing: 'Indiquez votre adresse électronique professionnelle.',
    addressWrong: 'Indiquez une adresse de la forme nom@entreprise.fr.',
  },
  send: 'Envoyer',
  confirm: 'Confirmer',
  startAgain: 'Recommencer',

  choose: {
    title: (report) => `Obtenir ${report}`,
    heading: 'Obtenir le rapport',
    decided: (role, time) =>
      html`Une personne (${role}) examine chaque demande de ce rapport, en général ${time}.`,
    atOnce: 'Les clients l’obtiennent aussitôt, sans que personne ait à intervenir.',
    aMinute: 'Cela prend environ une minute, sans que personne ait à intervenir.',
    customer: 'Je suis client',
    covered: (terms, version, clause) =>
      html`Nos <a href="${terms}">conditions d’utilisation</a> le couvrent (version ${version}, clause ${clause}) : aucun NDA n’est nécessaire.`,
    ask: 'Demander le rapport',
    get: 'Obtenir le rapport',
    signIn: (provider) => `Se connecter avec ${provider}`,
    noCustomer: 'Je ne suis pas client',
    customersOnly: 'Ce rapport n’est remis qu’aux clients connectés.',
    noForm: 'Il n’y a pas de formulaire pour les autres, et aucun NDA n’y donne accès.',
    elsewhere: (mail) => html`Voyez <a href="/reports/">ce qu’il y a d’autre</a>, ou écrivez à ${mail}.`,
    evaluating: (company) => `J’évalue ${company}`,
    known: (address) =>
      `Votre adresse ${address} est déjà confirmée. Un NDA que vous avez accepté couvre aussi ce rapport.`,
    goOn: (name, company) => `Continuer en tant que ${name}, ${company}`,
    another: 'Pour une autre personne, entreprise ou adresse',
    steps:
      'Nous vous envoyons un courriel pour confirmer votre adresse. Ensuite, vous lisez notre NDA et obtenez le rapport.',
    stepsOnRequest:
      'Nous vous envoyons un courriel pour confirmer votre adresse. Ensuite, vous lisez notre NDA, et votre demande nous parvient.',
    addressHint:
      'Elle figure sur votre exemplaire, avec votre nom. Nous ne vous écrivons qu’au sujet de cette demande.',
  },

  promise: {
    unknown: (days) =>
      `Nous ne savons pas encore combien de temps cela prend aux autres : personne ne l’a obtenu sur demande ces ${days} derniers jours.`,
    measured: (given, seconds) =>
      counted(given, {
        one: `La dernière personne qui l’a obtenu sur demande a attendu ${length(seconds)} au plus.`,
        other: `Des # dernières personnes qui l’ont obtenu sur demande, la moitié a attendu ${length(seconds)} au plus.`,
      }),
    waiting: (count) =>
      counted(count, {
        none: 'Aucune demande n’attend en ce moment.',
        one: '# demande attend en ce moment.',
        other: '# demandes attendent en ce moment.',
      }),
  },

  earlier: {
    asked: (day) => html`Vous avez déjà demandé ce rapport, le ${day}.`,
    outcomes: {
      confirming: 'L’accord était alors resté sans réponse.',
      confirmed: 'L’accord était alors resté sans réponse.',
      pending: 'Cette demande attend aussi.',
      granted: 'Vous l’aviez alors obtenu.',
      declined: 'Vous aviez alors refusé l’accord.',
      withdrawn: 'Vous avez retiré cette demande.',
      expired: 'Personne n’a décidé à temps, et cette demande a expiré.',
    },
    denied: (reason) => html`Elle a été refusée : ${reason}`,
  },

  confirmation: {
    title: 'Confirmer votre adresse',
    askedReport: (report, address) =>
      html`Vous avez demandé « ${report} » avec l’adresse <strong>${address}</strong>.`,
    askedOwn: (address) =>
      html`Vous avez demandé votre propre page avec l’adresse <strong>${address}</strong>.`,
    checkMail: 'Consultez votre messagerie',
    typeCode: 'Saisir le code',
    code: 'Code',
    codeHint: 'Huit chiffres, dans le courriel.',
    wrong: (start) =>
      html`Mauvaise adresse, ou pas de courriel ? <a href="${start}">Recommencez</a> ; votre saisie est conservée.`,
    onItsWay: (address, minutes) =>
      html`Si l’adresse <strong>${address}</strong> est joignable, un courriel est en route, avec un lien et un code. Ils sont valables ${minutes} minutes.`,
    delayed: (address, minutes) =>
      html`Le courriel à <strong>${address}</strong> n’a pas encore pu être envoyé : notre serveur de messagerie ne répond pas. Votre demande est enregistrée et nous continuons d’essayer ; vous n’avez rien à ressaisir. Le lien et le code seront valables ${minutes} minutes à partir de l’envoi.`,
    undeliverable: (address) =>
      html`Le courriel à <strong>${address}</strong> ne peut pas être remis. Vérifiez l’adresse et recommencez.`,
    elsewhereReport: (address) =>
      html`Le rapport a été demandé dans un autre navigateur. Pour continuer dans celui-ci, saisissez le code du même courriel ; ne le faites que si <strong>${address}</strong> est votre propre adresse.`,
    elsewhereOwn: (address) =>
      html`La demande vient d’un autre navigateur. Pour continuer dans celui-ci, saisissez le code du même courriel ; ne le faites que si <strong>${address}</strong> est votre propre adresse.`,
    eightDigits: 'Saisissez les huit chiffres du courriel.',
    wrongCode: (left) =>
      `Ce n’est pas le code du dernier courriel. ${counted(left, { one: 'Il vous reste un essai.', other: 'Il vous reste # essais.' })}`,
    over: {
      used: {
        title: 'Ceci a déjà servi',
        words:
          'Un lien et son code ne servent qu’une fois. Si c’était vous, continuez dans le navigateur de la confirmation.',
      },
      over: {
        title: 'Ceci n’est plus valable',
        words:
          'Le lien et le code prennent fin au bout de quelques minutes, après cinq codes erronés ou à l’envoi d’un courriel plus récent.',
      },
      cut: {
        title: 'Ce lien est incomplet',
        words:
          'Certaines messageries coupent les liens longs. Copiez-le en entier du courriel dans la barre d’adresse, ou saisissez le code du même courriel dans la page qui l’attend.',
      },
    },
  },

  agreement: {
    lead: (version) =>
      `Voici l’accord entier, version ${version}. Lisez-le, puis acceptez-le ou refusez-le à la fin.`,
    bindingWithTranslation: (language, page) =>
      html`L’accord est rédigé en ${language as Html}. Seul ce texte engage ; c’est lui que vous acceptez et qui est enregistré. Pour vous aider, il existe <a href="${page}">une traduction</a>.`,
    binding: (language) =>
      `L’accord est rédigé en ${language}. Seul ce texte engage ; c’est lui que vous acceptez et qui est enregistré.`,
    translated: 'Traduction, pour vous aider :',
    between: 'Entre',
    and: 'Et',
    party: (company, name) => html`${company}, par ${name}`,
    confirmedAddress: 'Adresse confirmée',
    for: 'Pour',
    law: 'Droit et langue',
    keep: 'À conserver',
    exact: (file) =>
      html`<a href="${file}">Le texte exact</a> ; si vous acceptez, vous en recevez une copie par courriel`,
    wrong: (start) =>
      html`Votre nom ou votre entreprise sont erronés ? <a href="${start}">Recommencez</a> avant d’accepter.`,
    unticked: 'Cochez la case si vous acceptez ; rien n’est convenu sans elle.',
    newer: (version, since, changes) =>
      html`L’accord est plus récent que celui que vous aviez vu : version ${version}, depuis le ${since}. Ce qui a changé : ${changes}`,
    until: (day) =>
      html`Ce que vous avez accepté donne accès au rapport jusqu’au ${day} ; ensuite, seule cette version le fait. Vous n’avez pas à décider aujourd’hui.`,
    changes: 'Ce qui a changé, mot à mot',
    compared: (before, now) => `Version ${before} comparée à la version ${now}`,
    notOnRecord:
      'Le texte que vous aviez vu n’est pas conservé ici mot à mot, si bien que rien ne peut être comparé : veuillez lire celui-ci en entier.',
    declined: 'Vous avez refusé',
    declinedLead: 'Rien n’a été convenu et aucun accès n’a été donné. Vous pouvez revenir quand vous voulez.',
    back: 'Retour à l’accord',
    about: 'À propos du rapport',
  },

  comparison: {
    same: (summary) => `${summary} : les mots sont les mêmes.`,
    words: (added, removed) =>
      `${counted(added, { one: '# mot ajouté', other: '# mots ajoutés' })}, ${counted(removed, { one: '# mot retiré', other: '# mots retirés' })}`,
    unchanged: (paragraphs) =>
      counted(paragraphs, { one: '# paragraphe inchangé', other: '# paragraphes inchangés' }),
  },

  copy: {
    title: 'Votre exemplaire est prêt',
    starts: (pages) =>
      `Le téléchargement démarre de lui-même : ${counted(pages, { one: '# page', other: '# pages' })}. Chacune porte votre nom et le numéro ci-dessous.`,
    ready: (pages) =>
      `Il est prêt à être téléchargé : ${counted(pages, { one: '# page', other: '# pages' })}. Chacune porte votre nom et le numéro ci-dessous.`,
    again: 'Télécharger à nouveau',
    download: 'Télécharger',
    inline: 'Ouvrir dans le navigateur',
    newer: (day, page) =>
      html`Il existe une version plus récente de l’accord. Ce que vous avez accepté donne accès au rapport jusqu’au ${day}. <a href="${page}">Voyez ce qui a changé, et acceptez-la</a>.`,
    copy: 'Exemplaire',
    because: 'Fondement',
    until: 'À télécharger jusqu’au',
    anyNumber: (day) => html`${day}, aussi souvent que vous voulez`,
    downloads: 'Téléchargements',
    left: (left, of) => `${left} sur ${of} restants ; reprendre un téléchargement interrompu ne compte pas`,
    older: 'Versions antérieures',
    kept: (versions) =>
      html`Une version plus récente a remplacé celle que vous aviez. Restent à télécharger, aussi longtemps : ${versions}.`,
    versionOf: (day) => html`la version du ${day}`,
    signed: 'Original signé',
    signedText: (hash) =>
      html`L’auditeur a signé le rapport numériquement ; un exemplaire marqué ne peut pas porter cette signature. Le fichier signé a pour SHA-256 ${hash}. Demandez à l’auditeur si le sien a le même.`,
    held: (page) =>
      html`Vos téléchargements, vos accords et tout ce que nous conservons à votre sujet : <a href="${page}">Mes accès</a>.`,
    unmarked: (format) =>
      `Ce rapport n’est pas un fichier PDF (${format}), et rien de ce que vous y voyez ne dit de qui est l’exemplaire. Il est pourtant confidentiel et réservé à vous seul : ce que vous pouvez en faire est indiqué plus bas. Le numéro de votre exemplaire est dans ses métadonnées.`,
    terms: (page, version, clause) =>
      html`les <a href="${page}">conditions d’utilisation</a>, version ${version}, clause ${clause}.`,
    partner: (reason, agreement) => html`un NDA entre nous : ${reason} (${agreement}).`,
    termsReleased: (page, version, clause) =>
      html`les <a href="${page}">conditions d’utilisation</a>, version ${version}, clause ${clause}, et nous vous l’avons accordé.`,
    partnerReleased: (reason, agreement) =>
      html`un NDA entre nous : ${reason} (${agreement}), et nous vous l’avons accordé.`,
    released: 'nous vous l’avons accordé.',
    accepted: (nda, version) => html`vous avez accepté : ${nda}, version ${version}.`,
    acceptedReleased: (nda, version) =>
      html`vous avez accepté : ${nda}, version ${version}, et nous vous avons accordé le rapport.`,
    covered: (name, company, nda, version) =>
      html`${name} a accepté pour ${company} : ${nda}, version ${version}.`,
    coveredReleased: (name, company, nda, version) =>
      html`${name} a accepté pour ${company} : ${nda}, version ${version}, et nous vous avons accordé le rapport.`,
    renewal: {
      title: 'Votre accès prend bientôt fin',
      text: (end) =>
        html`Il prend fin le ${end}. S’il vous faut le rapport plus longtemps, demandez-le maintenant : la décision est la même que pour quiconque le demande aujourd’hui. Votre exemplaire reste le même, et le nombre de téléchargements aussi.`,
      renew: 'Prolonger mon accès',
      spent: (end, mail) =>
        html`Il prend fin le ${end}, et il ne reste aucun téléchargement : plus de temps n’en donnerait pas. S’il vous faut le rapport avant, écrivez à ${mail} ; après cette date, demandez-le à nouveau.`,
      asked: (end, day) =>
        html`Il prend fin le ${end}. Vous avez demandé plus de temps le ${day} ; une personne décide, et vous recevez un courriel.`,
    },
    later: 'Votre accès commence plus tard',
    laterLead: (day) =>
      html`Vous pourrez obtenir ce rapport à partir du ${day}. Revenez alors sur cette page ; rien d’autre ne vous sera demandé.`,
  },

  pending: {
    title: 'Nous avons reçu votre demande',
    decides: (role, time) => html`Une personne (${role}) décide, en général ${time}.`,
    somebody: html`Une personne décide.`,
    comeBack: 'Revenez sur cette page pour voir la réponse.',
    byMail: (address) => `La réponse arrivera par courriel à ${address}.`,
    close: (page, days, mail) =>
      html`Vous pouvez fermer cette page. Pour savoir où en sont les choses : <a href="${page}">Mes accès</a>. Si personne n’a décidé au bout de ${
        counted(days, { one: '# jour', other: '# jours' }) as Html
      }, la demande prend fin et vous en êtes averti. Questions : ${mail}`,
    withdraw: 'Retirer la demande',
  },

  denied: {
    title: 'Nous ne pouvons pas vous donner ce rapport',
    answer: (mail, again) =>
      html`Si c’est inexact, ou si quelque chose a changé, écrivez à ${mail}, ou <a href="${again}">faites une nouvelle demande</a>.`,
  },

  signIn: {
    rejected: 'Vous n’êtes pas connecté',
    rejections: {
      'unknown-state':
        'Aucune connexion de ce genre n’est en cours dans ce navigateur : elle a pris trop de temps, ou elle a déjà abouti.',
      used: 'Cette connexion a déjà abouti, ou vous vous êtes déconnecté entre-temps, ici ou auprès du service de connexion.',
      declined: 'La connexion a été annulée, ou le compte n’y a pas droit.',
      'bad-response': 'La réponse du service de connexion ne correspondait pas à la question.',
      'code-refused':
        'Le service de connexion a repris sa réponse ; cela arrive quand elle sert deux fois ou trop tard.',
      'bad-token': 'La preuve de votre identité donnée par le service de connexion n’a pas pu être vérifiée.',
      'bad-userinfo':
        'La preuve de votre identité donnée par le service de connexion n’a pas pu être vérifiée.',
      'too-weak':
        'Le service de connexion n’a pas dit que vous veniez de vous connecter, ni d’une manière assez forte pour la console.',
    },
    nothingOpened: (what) => `${what} Rien n’a été ouvert ; veuillez recommencer.`,
    again: 'Se connecter à nouveau',
    notAdmitted: 'Ce compte n’y donne pas accès',
    notStaff:
      'Vous êtes connecté, mais votre compte n’est pas dans le groupe qui travaille ici. Adressez-vous à qui attribue les groupes.',
    notCustomer:
      'Vous êtes connecté, mais ce compte n’est pas celui d’un client. Vous pouvez tout de même obtenir des rapports : confirmez votre adresse électronique professionnelle et acceptez le NDA.',
    confirmInstead: 'Confirmer une adresse professionnelle',
    another: 'Se connecter avec un autre compte',
    done: 'Vous êtes connecté',
    doneAs: (name) => `En tant que ${name}. Cette adresse servait à terminer la connexion, et c’est fait.`,
    toConsole: 'Vers la console',
    toReports: 'Vers les rapports',
    on: 'Vers la connexion',
    continue: 'Continuer',
  },

  signOut: {
    button: 'Se déconnecter',
    as: (name) => `Vous êtes connecté en tant que ${name}.`,
    done: 'Vous êtes déconnecté',
    doneText:
      'Cela vaut pour ce site. Le service de connexion de votre compte vous reconnaît peut-être encore : sur un ordinateur partagé, déconnectez-vous là aussi.',
    back: 'Retour au début',
  },

  myAccess: {
    title: 'Mes accès',
    lead: (company, name) => html`Tout ce que ${company} conserve au sujet de ${name}.`,
    done: {
      sessions: 'Ces navigateurs sont déconnectés.',
      agreement: 'L’accord a pris fin, et votre accès avec lui. Vos reçus restent ici.',
      invited: 'Si cette adresse est joignable, une invitation est en route.',
      'taken-out': 'Cette personne n’a plus d’accès par vous.',
    },
    reports: 'Rapports',
    noReports: 'Vous n’en avez aucun.',
    which: 'Ceux qui existent',
    report: 'Rapport',
    access: 'Accès',
    because: 'Fondement',
    copy: 'Exemplaire',
    get: (report) => html`Obtenir ${report}`,
    ended: (day) => `terminé le ${day}`,
    from: (day) => `à partir du ${day}`,
    until: (day) => `jusqu’au ${day}`,
    colleagues: (basis) => `${basis}, accepté pour votre entreprise`,
    basis: {
      terms: (version, clause) => `conditions d’utilisation, version ${version}, clause ${clause}`,
      partner: (agreement, reason) => `un NDA entre nous (${agreement} : ${reason})`,
      nda: (title, version) => `${title}, version ${version}`,
      released: 'accordé par nous',
      andReleased: (basis) => `${basis}, accordé par nous`,
    },
    nda: (title, version) => html`${title}, version ${version}`,
    agreements: 'Accords',
    agreement: 'Accord',
    you: 'Vous',
    when: 'Quand',
    receipt: 'Reçu',
    receiptOf: (when) => `Reçu du ${when}`,
    accepted: (company) => html`l’avez accepté pour ${company}`,
    acceptedUntil: (company, day) => html`l’avez accepté pour ${company} ; terminé le ${day}`,
    acknowledged: 'avez reconnu qu’il vous couvre',
    endAgreement: (page) =>
      html`Vous pouvez <a href="${page}">mettre fin à l’accord</a> ; ce que vous avez reste confidentiel.`,
    downloads: 'Téléchargements',
    none: 'Aucun.',
    size: 'Taille',
    outcome: 'Résultat',
    outcomes: {
      begun: 'commencé',
      complete: 'complet',
      broken: 'interrompu',
      revoked: 'coupé, car l’accès a pris fin',
      unknown: 'inconnu : rien n’a été enregistré',
    },
    bytes: (count) => counted(count, { one: '# octet', other: '# octets' }),
    newest: (most) => `Les ${most} plus récents. Tous sont dans le fichier de vos données, plus bas.`,
    requests: 'Demandes',
    for: 'Pour',
    state: 'État',
    states: {
      confirming: 'l’adresse n’a pas été confirmée',
      confirmed: 'attend votre réponse au NDA',
      pending: 'attend notre décision',
      granted: 'accordée',
      declined: 'vous avez refusé le NDA',
      denied: 'refusée',
      withdrawn: 'retirée',
      expired: 'expirée sans réponse',
    },
    denied: (state, reason) => html`${state} : ${reason}`,
    name: 'Nom',
    company: 'Entreprise',
    notTold: 'non indiqué',
    address: 'Adresse',
    knownBy: 'Connu par',
    byAccount: (provider) => `votre compte auprès de ${provider}`,
    byAddress: 'votre adresse, que vous avez confirmée',
    since: 'Depuis',
    sessions: 'Où vous êtes connecté',
    lastUsed: 'Dernière utilisation',
    browser: 'Navigateur',
    thisOne: 'celui-ci',
    signOutThere: 'Y mettre fin',
    signOutElsewhere: 'Se déconnecter partout ailleurs',
    mails: 'Courriels que nous vous envoyons',
    subscribed: (what, page) =>
      html`Vous avez demandé à être averti : ${what}. Chacun de ces courriels contient un lien pour le changer ou y mettre fin ; <a href="${page}">ou demandez-en un maintenant</a>.`,
    noMails: 'Aucun ces 90 derniers jours.',
    what: 'Quoi',
    mailKinds: {
      confirmation: 'Lien et code pour confirmer votre adresse',
      receipt: 'Votre exemplaire du NDA',
      decision: 'Notre décision sur une demande',
      revoked: 'Fin de votre accès',
      recalled: 'Retrait d’une version',
      'new-version': 'Nouvelle version d’un rapport',
      expiring: 'Fin prochaine de votre accès',
      invitation: 'Invitation d’un collègue',
      acknowledgement: 'Votre exemplaire du NDA qui vous couvre',
      removed: 'Fin de votre accès par un collègue',
      expired: 'Fin de votre demande sans décision',
      subscription: 'Lien pour confirmer un abonnement',
      news: 'Nouvelles auxquelles vous êtes abonné',
    },
    mailStates: {
      sent: 'envoyé',
      queued: 'à envoyer',
      sending: 'à envoyer',
      dead: 'n’a pas pu être remis',
    },
    leaving: 'Emporter, ou partir',
    leavingText:
      'Le fichier contient tout cela et davantage, sous une forme que les programmes lisent. Mettre fin à votre accès et effacer vos données sont deux choses différentes ; chacune dit sur sa propre page ce qu’elle fait, avant de le faire.',
    download: 'Télécharger vos données',
    end: 'Mettre fin à mon accès',
    delete: 'Effacer mes données',
    leaveAsIs: 'Ne rien changer',
  },

  entry: {
    invited: 'Un collègue vous invite',
    lead: 'Vos rapports, chaque téléchargement et chaque accord, et tout ce que nous conservons à votre sujet. Vous pouvez l’emporter, mettre fin à votre accès ou faire effacer vos données.',
    invitedLead:
      'Confirmez votre adresse. Vous verrez ensuite l’accord que votre entreprise a accepté, et aurez un exemplaire à vous.',
    staff: 'Vous êtes connecté en tant que membre du personnel. Cette page est pour qui reçoit nos rapports.',
    account: 'Votre compte dit qui vous êtes.',
    confirmed: 'J’ai confirmé une adresse',
    yourAddress: 'Votre adresse',
    mail: 'Nous y envoyons un courriel avec un lien et un code, que nous connaissions l’adresse ou non.',
    mailInvited: 'Nous y envoyons un courriel avec un lien et un code.',
    nothing: 'Nous ne conservons rien au sujet de cette adresse',
    nothingLead: (address) =>
      html`<strong>${address}</strong> est à vous, et aucun rapport ne lui a été remis. Votre demande est effacée d’elle-même après deux jours, et la trace de ce courriel après 90.`,
    nothingCustomer:
      'En tant que client, vous êtes connu par votre compte et non par une adresse : connectez-vous plutôt. Si vous avez fait effacer vos données, ce qui devait rester ne se retrouve plus par votre adresse.',
    back: 'Retour à Mes accès',
    reports: 'Les rapports',
  },

  ending: {
    lead: 'Tous les rapports se ferment aussitôt pour vous, partout.',
    download: 'Un téléchargement en cours s’arrête.',
    requests: 'Les demandes en attente sont retirées.',
    signedOut: 'Vous êtes déconnecté dans tous les navigateurs, y compris celui-ci.',
    stays: (page) =>
      html`Ce que vous avez accepté continue de valoir pour vos exemplaires, et ce que nous conservons à votre sujet reste. Le faire effacer est <a href="${page}">autre chose</a>.`,
    colleagues: (page) =>
      html`Les collègues que vous avez fait entrer gardent leur accès : votre entreprise a accepté l’accord. <a href="${page}">Retirez-les</a> d’abord s’ils ne doivent pas le garder.`,
    again: 'Vous pouvez redemander un rapport à tout moment.',
    done: 'Votre accès a pris fin',
    doneLead: 'Aucun rapport ne vous est ouvert, et vous êtes déconnecté partout.',
    doneText: (page) =>
      html`Vos exemplaires restent soumis à ce que vous avez accepté. Pour voir ce que nous conservons à votre sujet, ou pour le faire effacer, revenez à <a href="${page}">Mes accès</a> ; pour obtenir à nouveau un rapport, demandez-le depuis <a href="/reports/">sa page</a>.`,
  },

  deleting: {
    lead: 'Votre accès prend fin, et ce que nous conservons à votre sujet est effacé autant que possible.',
    goes: 'Ce qui disparaît aussitôt',
    person: 'vos nom, entreprise, adresse et compte dans notre liste de personnes',
    requests:
      'vos demandes ou, lorsqu’un accord ou un exemplaire en dépend, tout ce qu’elles ont de personnel',
    network: 'l’adresse réseau et le navigateur de chaque demande',
    mails: 'notre trace des courriels que vous avez reçus, des liens, des codes et des sessions',
    subscriptions: 'les abonnements de votre adresse',
    invitations: 'les invitations sans suite, reçues ou envoyées par vous',
    stays: 'Ce qui reste',
    events:
      'la simple trace des événements : que quelque chose s’est produit, quand, et pour quel numéro. Elle ne nomme personne.',
    acceptances: (count) =>
      `votre acceptation de l’accord, avec vos nom, entreprise et adresse, l’heure, et l’adresse réseau et le navigateur d’où elle vient (${count})`,
    grants: (count) =>
      `qu’un rapport vous a été remis, et ce qui est imprimé sur votre exemplaire : vos nom, entreprise et adresse (${count})`,
    downloads: (count) => `quand il a été téléchargé (${count})`,
    barred:
      'votre adresse ou votre compte, parce que nous vous avons retiré l’accès et ne vous reconnaîtrions pas autrement',
    why: (term, claims) =>
      `Pourquoi : cela prouve qui a reçu quel rapport confidentiel en vertu de quel accord. L’accord protège chaque rapport pendant ${term} mois après sa réception, et des droits peuvent être invoqués pendant ${claims} mois de plus. Nous n’en avons besoin pour rien d’autre.`,
    untilLifted:
      'Jusqu’à quand : tant que dure le retrait. Écrivez-nous si vous pensez qu’il devrait prendre fin.',
    until: (day) =>
      html`Jusqu’à quand : <strong>${day}</strong>. Ensuite, c’est effacé de soi-même ou, si l’exemplaire d’un collègue dépend de votre acceptation, en même temps que celui-ci.`,
    final: (file) =>
      html`C’est irréversible. Si vous voulez une copie de vos données, <a href="${file}">téléchargez-la</a> d’abord.`,
    done: 'Vos données sont effacées',
    doneLead:
      'Vous êtes déconnecté, aucun rapport ne vous est ouvert, et nous ne connaissons plus votre adresse.',
    questions: (mail) => html`Questions : ${mail}`,
  },

  endingAgreement: {
    title: 'Mettre fin à l’accord',
    lead: (nda, company) =>
      html`Vous pouvez mettre fin à tout moment à l’accord (${nda}) avec ${company}. L’effet est immédiat.`,
    access:
      'Votre accès à nos rapports prend fin, ainsi que celui des collègues que vous y avez fait entrer.',
    copies: (months) =>
      `Vos exemplaires restent confidentiels aussi longtemps que le dit l’accord : ${counted(months, { one: '# mois', other: '# mois' })} à partir du jour où vous les avez reçus.`,
    receipts: 'Vos reçus restent, et restent valables pour ce qui s’est passé jusqu’ici.',
    again: 'Vous pouvez accepter à nouveau l’accord quand vous voulez.',
    keep: 'Le conserver',
  },

  receipt: {
    title: 'Reçu',
    accepted:
      'Ce que nous avons enregistré quand vous avez accepté l’accord. Vous l’avez aussi reçu par courriel.',
    acknowledged:
      'Ce que nous avons enregistré quand vous avez reconnu l’accord qui vous couvre. Vous l’avez aussi reçu par courriel.',
    agreement: 'Accord',
    inForce: (nda, since) => html`${nda}, en vigueur depuis le ${since}`,
    hash: 'SHA-256 du texte',
    text: 'Le texte exact',
    acceptedAt: 'Accepté',
    acknowledgedAt: 'Reconnu',
    acceptedAtUtc: 'Accepté (UTC)',
    acknowledgedAtUtc: 'Reconnu (UTC)',
    by: 'Par',
    signer: (name, company) => html`${name}, pour ${company}`,
    acceptedBy: (at, name, company) => `${at}, par ${name}, pour ${company}`,
    with: 'Avec',
    for: 'Pour',
    ticked: 'Case cochée',
    declared: 'Déclaration',
    pressed: 'Bouton pressé',
    companyBy: 'Accepté pour votre entreprise par',
    confirmed: 'Adresse confirmée',
    ways: { link: 'lien', code: 'code' },
    confirmedAt: (at, by) => `${at}, par ${by}`,
    notByMail: 'pas par courriel',
    from: 'Depuis',
    build: 'État de notre site',
    number: 'Numéro',
    acceptance: 'Acceptation',
    copy: 'Votre exemplaire',
    until: 'Accès jusqu’au (UTC)',
    access: 'Accès',
    waits: 'une personne décide ; vous recevrez un courriel',
  },

  companies: {
    title: 'Votre entreprise',
    invited: (signer, report, company, page) =>
      html`${signer} vous invite à lire « ${report} » dans le cadre du NDA accepté pour ${company}. <a href="${page}">Voir l’accord et continuer</a>`,
    member: (name, company, day) =>
      html`${name} a accepté le NDA pour ${company}. Il vous couvre depuis le ${day}, tant que cette personne vous y maintient.`,
    inviting: (company, domain) =>
      html`Vous avez accepté le NDA pour ${company} : les collègues qui ont une adresse en <strong>${domain}</strong> n’ont donc pas à signer de nouveau. Chacun confirme son adresse, voit l’accord et reçoit un exemplaire à lui. Vous pouvez les retirer à tout moment.`,
    colleagueAddress: 'Adresse professionnelle du collègue',
    colleagueHint: 'Nous envoyons un seul courriel, où figure votre adresse.',
    invite: 'Inviter',
    colleague: 'Collègue',
    state: 'État',
    open: 'Rapports accessibles',
    endIt: 'Y mettre fin',
    nothing: 'aucun',
    takeOut: 'Retirer',
    takeOutWhom: (address) => `Retirer ${address}`,
    inSince: (day) => `couvert depuis le ${day}`,
    didNotCome: (day) => `pas venu avant le ${day}`,
    invitedOn: (day) => `invité le ${day}`,
    missing: 'Indiquez l’adresse de votre collègue.',
    otherDomain: (domain) =>
      `Vous ne pouvez inviter que des adresses en ${domain} ; toute autre personne peut demander le rapport elle-même.`,
    own: 'C’est votre propre adresse.',
    joining: 'Un collègue vous fait entrer',
    joiningLead:
      'L’accord ci-dessous engage déjà votre entreprise. Lisez-le, confirmez que vous l’avez lu, et le rapport est à vous.',
    agreement: (title, version, file) =>
      html`${title}, version ${version} ; <a href="${file}">le texte exact</a>`,
    party: (company, name, address, day) => html`${company}, par ${name} (${address}), le ${day}`,
    yourAddress: 'Votre adresse',
    nameHint: 'Il figure sur votre exemplaire, avec votre adresse.',
    acknowledge:
      'J’ai lu l’accord ci-dessus. Il engage mon entreprise, et je le respecterai pour ce que je reçois.',
    join: 'Confirmer et obtenir le rapport',
    untold: 'Cochez la case si c’est le cas ; rien n’est remis sans elle.',
    notYours: (company) =>
      html`${company} n’est pas votre entreprise, ou vous ne voulez pas de cela ? Ne faites rien : rien n’est remis, et l’invitation prend fin d’elle-même.`,
    over: 'Cette invitation n’est plus valable',
    overLead:
      'Elle a servi, a été reprise ou est trop ancienne, ou l’accord a changé depuis. Demandez-en une autre à votre collègue, ou demandez le rapport en votre propre nom.',
    takingOut: 'Retirer un collègue',
    takingOutWhom: (address) => `Retirer ${address}`,
    takingOutLead:
      'Tous les rapports ouverts à cette personne par votre acceptation se ferment aussitôt, et un téléchargement en cours s’arrête. Ce qu’elle a en son propre nom reste.',
    takingBack: 'L’invitation ne sera plus valable.',
    afterwards:
      'Cette personne reçoit un courriel. L’accord continue de valoir pour ses exemplaires. Elle peut demander un rapport en son propre nom, et vous pouvez l’inviter de nouveau.',
  },

  topics: {
    updates: {
      title: 'Nouvelles',
      inSentence: 'nouvelles',
      about: 'incidents, bulletins de sécurité et changements de nos pratiques',
    },
    subprocessors: {
      title: 'Changements de sous-traitants',
      inSentence: 'changements de sous-traitants',
      about: 'qui traitera des données pour nous, avant que cela commence',
    },
    reports: {
      title: 'Nouveaux rapports',
      inSentence: 'nouveaux rapports',
      about: 'quand un nouveau rapport d’audit ou une nouvelle lettre est disponible',
    },
    policies: {
      title: 'Politiques',
      inSentence: 'politiques',
      about: 'quand une nouvelle version d’une politique a été approuvée',
    },
  },
  listed: (names) => new Intl.ListFormat('fr').format(names),

  subscribe: {
    title: 'Nouvelles par courriel',
    lead: 'Nous écrivons quand il y a du nouveau, et seulement alors. Votre adresse ne sert à rien d’autre ; chaque courriel contient un lien qui met fin à l’abonnement et efface l’adresse.',
    tell: 'De quoi voulez-vous être averti ?',
    noTopic: 'Choisissez au moins un sujet.',
    noTopicOrEnd: 'Choisissez au moins un sujet, ou mettez fin à l’abonnement.',
    address: 'Adresse électronique',
    addressHint: 'Nous y envoyons d’abord un courriel, pour la confirmer.',
    button: 'S’abonner',
    feeds: (feeds) =>
      html`Aucune adresse n’est nécessaire pour nous suivre : les <a href="${feeds}">flux</a> disent la même chose.`,
    onItsWay: (address) =>
      html`Si l’adresse <strong>${address}</strong> est joignable, un courriel est en route, avec un lien pour confirmer. Le lien est valable deux jours.`,
    wrong: (start) => html`Mauvaise adresse, ou pas de courriel ? <a href="${start}">Recommencez</a>.`,
    confirming: 'Confirmer votre abonnement',
    will: (address, what) => html`Nous écrirons à <strong>${address}</strong> à ce sujet : ${what}.`,
    over: 'Ce lien ne fait plus rien',
    overLead:
      'Les liens de confirmation servent une fois, pendant deux jours, et seul le plus récent compte. Les liens de nos courriels valent aussi longtemps que l’abonnement.',
    askAgain: 'En demander un nouveau',
    managing: 'Votre abonnement',
    confirmed: (what) => `Confirmé. Nous vous écrirons à ce sujet : ${what}.`,
    changed: (what) => `Modifié. Nous vous écrirons à ce sujet : ${what}.`,
    for: (address) => html`Pour <strong>${address}</strong>.`,
    save: 'Enregistrer',
    end: 'Y mettre fin et effacer mon adresse',
    ended: 'L’abonnement a pris fin',
    endedLead: 'Vous ne recevrez plus de courriel à ce titre, et l’adresse est effacée.',
    endedHint: (mail) =>
      html`Si vous avez reçu des rapports de notre part, ce qui est enregistré à leur sujet est une autre question : écrivez à ${mail}.`,
  },

  mail: {
    labelled: (name) => `${name} :`,
    trustCenter: 'Centre de confiance',
    buttonLeads: (href) => `Le bouton mène à ${href}`,
    change: 'Modifier ce que vous recevez, ou y mettre fin',
    questions: (contact) => `Questions : ${contact}`,
    mistake: (contact) => `Si vous pensez qu’il s’agit d’une erreur, écrivez à ${contact}.`,
    becauseEntered: (host) =>
      `Vous recevez ce courriel parce que quelqu’un a saisi votre adresse sur ${host}.`,
    becauseAsked: (report) => `Vous recevez ce courriel parce que vous avez demandé « ${report} ».`,
    becauseHave: (report) => `Vous recevez ce courriel parce que vous avez accès à « ${report} ».`,
    becauseHad: (report) => `Vous recevez ce courriel parce que vous aviez accès à « ${report} ».`,
    confirmation: {
      subject: (report) => `Confirmez votre adresse pour ${report}`,
      subjectOwn: (company) => `Confirmez votre adresse pour votre accès chez ${company}`,
      asked: (report) =>
        `Quelqu’un a demandé le rapport « ${report} » et indiqué cette adresse. Si c’était vous, confirmez-le.`,
      askedOwn: (company) =>
        `Quelqu’un veut voir ce que ${company} conserve au sujet de cette adresse, et ce à quoi elle donne accès. Si c’était vous, confirmez-le.`,
      open: 'Ouvrez ceci dans le navigateur de votre demande :',
      button: 'Confirmer cette adresse',
      code: 'Ou saisissez ce code dans la page qui l’attend',
      once: (minutes) => `Les deux servent une fois, dans les ${minutes} minutes qui suivent ce courriel.`,
      ignore:
        'Si ce n’était pas vous, ne faites rien : rien n’est remis ni montré à personne. Ne transmettez jamais le code.',
    },
    decision: {
      standsOn: (basis) => `Fondement : ${basis}.`,
      ready: (report) => `Votre rapport est prêt : ${report}`,
      later: (report, day) => `Vous obtiendrez ${report} le ${day}`,
      mayHave: (report) => `Vous pouvez maintenant obtenir « ${report} ».`,
      mayHaveFrom: (report, day) => `Vous pourrez obtenir « ${report} » à partir du ${day}.`,
      get: 'Obtenir le rapport',
      page: 'Sa page',
      again: (day) =>
        `Si vous n’êtes plus connecté, connectez-vous ou confirmez à nouveau cette adresse ; le NDA n’est pas demandé une seconde fois. L’accès prend fin le ${day}.`,
      denied: (report) => `Au sujet de votre demande : ${report}`,
      cannot: (report) => `Nous ne pouvons pas vous donner « ${report} ». La raison :`,
      answer: (contact) =>
        `Si c’est inexact, ou si quelque chose a changé, répondez à ce courriel ou écrivez à ${contact}.`,
    },
    expired: {
      subject: (report) => `Votre demande concernant ${report} n’a pas été tranchée à temps`,
      text: (report) =>
        `Vous avez demandé « ${report} », et personne chez nous n’a décidé à temps. Nous en sommes désolés. La demande a pris fin ; vous pouvez l’envoyer de nouveau.`,
      again: 'Demander à nouveau',
      urgent: (contact) => `Si c’est urgent, écrivez à ${contact}.`,
    },
    expiring: {
      subject: (report, day) => `Votre accès à ${report} prend fin le ${day}`,
      text: (report, day) =>
        `Vous pouvez télécharger « ${report} » jusqu’au ${day}. S’il vous le faut plus longtemps, prolongez votre accès depuis sa page avant cette date, d’un clic ; ensuite, demandez-le à nouveau, ce qui prend environ une minute.`,
      open: 'Prolonger, ou télécharger',
      nothing: 'Si vous n’en avez plus besoin, ne faites rien.',
    },
    revoked: {
      subject: (report) => `Votre accès à ${report} a été retiré`,
      text: (report) =>
        `Votre accès à « ${report} » a été retiré. Vous ne pouvez plus télécharger le rapport, et un téléchargement en cours a été arrêté.`,
      stays:
        'Ce que vous avez accepté continue de valoir pour vos exemplaires : gardez-les confidentiels, et détruisez-les là où l’accord le demande.',
    },
    recalled: {
      subject: (report) => `Une version de ${report} a été reprise`,
      text: (report) =>
        `Vous avez un exemplaire de « ${report} » dans une version que nous avons reprise. Veuillez ne pas vous y fier, et détruisez-le si ce que vous avez accepté le permet.`,
      goesOn: (contact) => `Votre accès demeure, pour la version qui la remplace. Questions : ${contact}`,
      because: (report) => `Vous recevez ce courriel parce que vous avez téléchargé « ${report} ».`,
    },
    newVersion: {
      subject: (report) => `Une nouvelle version de ${report}`,
      text: (report) =>
        `Une version plus récente de « ${report} » est parue. Désormais, c’est celle que vous téléchargez.`,
      get: 'Obtenir la nouvelle version',
      ended: (report) =>
        `Une version plus récente de « ${report} » est parue. Votre accès a pris fin ; s’il vous faut la nouvelle version, demandez-la à nouveau depuis sa page. Cela prend environ une minute.`,
      ask: 'Demander à nouveau',
      because: (report) =>
        `Vous recevez ce courriel, une seule fois, parce que vous avez téléchargé une version antérieure de « ${report} ».`,
      copies:
        'Vos exemplaires restent ce qu’ils sont, et ce que vous avez accepté à leur sujet continue de valoir.',
      kept: 'La version que vous aviez reste sur la même page, aussi longtemps que dure votre accès.',
    },
    receipt: {
      signer: (name, company) => `${name}, pour ${company}`,
      subject: (company) => `Votre exemplaire du NDA avec ${company}`,
      accepted: (report) =>
        `Vous avez accepté l’accord ci-dessous pour « ${report} ». Conservez ce courriel : c’est votre exemplaire.`,
      acknowledged: (report) =>
        `Vous avez reconnu que l’accord ci-dessous vous couvre pour « ${report} ». Conservez ce courriel : c’est votre exemplaire.`,
      inForce: (nda, version, since) => `${nda}, version ${version}, en vigueur depuis le ${since}`,
      get: 'Obtenir le rapport',
      standing: 'Voir où en sont les choses',
      page: 'Le rapport',
      because: 'Vous recevez ce courriel parce que vous avez accepté cet accord.',
      becauseAcknowledged: 'Vous recevez ce courriel parce que vous avez reconnu cet accord.',
    },
    invitation: {
      subject: (report, company) => `Un collègue vous invite à lire ${report} de ${company}`,
      text: (signer, report) =>
        `${signer} a accepté notre NDA pour votre entreprise et vous invite à lire le rapport « ${report} » dans ce cadre. Vous n’avez rien à signer de nouveau.`,
      steps: (days) =>
        `Vous confirmez cette adresse, voyez l’accord et recevez un exemplaire à vous. L’invitation est valable ${days} jours :`,
      on: 'Continuer',
      ignore:
        'Si vous n’en voulez pas, ne faites rien : rien n’est remis à personne, et ce que nous conservons de l’invitation est effacé.',
      because: 'Vous recevez ce courriel parce qu’un collègue a saisi votre adresse.',
    },
    removed: {
      subject: (company) => `Votre accès chez ${company} par le NDA de votre collègue a pris fin`,
      text: (signer) =>
        `Vous aviez accès parce que ${signer} a accepté notre NDA pour votre entreprise. Cela ne vous couvre plus : les rapports ne vous sont plus ouverts à ce titre, et un téléchargement en cours a été arrêté.`,
      goesOn:
        'L’accord continue de valoir pour vos exemplaires. Vous pouvez à tout moment demander un rapport en votre propre nom.',
      page: 'Mes accès',
      because: 'Vous recevez ce courriel parce qu’un collègue vous avait fait entrer.',
    },
    subscription: {
      subject: (company) => `Confirmez que vous voulez recevoir des nouvelles de ${company}`,
      text: (what) =>
        `Quelqu’un nous a demandé d’écrire à cette adresse à ce sujet : ${what}. Si c’était vous, confirmez-le.`,
      confirm: 'Confirmer',
      once: 'Le lien sert une fois, pendant deux jours. Si ce n’était pas vous, ne faites rien : aucun autre courriel ne suivra.',
    },
    news: {
      more: 'Lire la suite',
      because: (company, what) =>
        `Vous recevez ce courriel parce que vous avez demandé à ${company} des nouvelles à ce sujet : ${what}.`,
      report: (title) => `Nouveau : ${title}`,
      policy: (title, version) => `${title} : la version ${version} a été approuvée`,
      policyChange: {
        substantive: 'La modification porte sur le fond.',
        editorial: 'La modification est rédactionnelle.',
      },
      changes: {
        added: (name) => `Nouveau sous-traitant : ${name}`,
        extended: (name) => `Recours élargi à un sous-traitant : ${name}`,
        narrowed: (name) => `Recours réduit à un sous-traitant : ${name}`,
        ends: (name) => `Fin du recours à un sous-traitant : ${name}`,
        withdrawn: (name) => `Changement de sous-traitants retiré : ${name}`,
        renamed: (name) => `Sous-traitant sous un autre nom : ${name}`,
        notice: (name) => `Autre délai de préavis : ${name}`,
      },
      effect: (day) => `Prend effet le ${day}.`,
      object: (day) => `Vous pouvez vous y opposer jusqu’au ${day}.`,
      shortNotice: (reason) => `Délai court : ${reason}`,
    },
  },
};
