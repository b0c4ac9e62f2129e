import type { Words } from './en.js'
import type { DetailWords } from './en-details.js'

export const words: Words = {
  dir: 'ltr',
  statuses: {
    available: 'Disponible',
    busy: 'Occupé',
    dnd: 'Ne pas déranger',
    away: 'Apparaître absent',
    offline: 'Hors connexion',
    inactive: 'Inactif',
  },
  reasons: {
    signed_out: 'Vous vous êtes déconnecté',
    disconnected: 'La connexion a été perdue',
    manual: 'Choisi par vous',
    supervisor: 'Défini pour vous par {who}',
    api: 'Défini par un système connecté',
    default: 'Votre statut par défaut à la connexion',
    offer_missed: 'Vous avez manqué une offre',
    offer_rejected: 'Vous avez refusé une offre',
    session_limit: 'Vous êtes à votre limite de sessions',
    capacity_free: 'Pas de travail pour le moment',
    capacity_partial: 'Au travail, avec de la capacité libre',
    capacity_full: 'À pleine capacité',
  },
  links: {
    connecting: 'Connexion…',
    connected: 'En direct',
    delayed: 'Retardé',
    reconnecting: 'Reconnexion…',
    closed: 'Non connecté',
    no_network: 'Pas de réseau',
  },
  ended: {
    signed_out: 'Vous vous êtes déconnecté. Tous vos onglets le sont avec celui-ci.',
    signed_out_by_supervisor: 'Un superviseur vous a déconnecté.',
    token_expired: 'Votre connexion a expiré.',
    agent_deleted: 'Cet agent a été supprimé du serveur.',
  },
  picker: {
    signingIn: 'Connexion en cours…',
    doesNotLoad: 'La présence ne se charge pas',
    findOutWhy: 'Chercher la cause',
    yourStatus: 'Votre statut : {label}',
    lastKnown: '{label} (dernier connu)',
    changingTo: '{label}, passage à {next}',
    isNow: 'Votre statut est maintenant {label}',
    choose: 'Choisissez votre statut',
    since: 'depuis {time}',
    until: 'jusqu’à {time}',
    withNote: 'Avec une note ou une fin…',
    reset: 'Réinitialiser le statut',
    resetHint: 'Votre travail décide',
    why: 'Pourquoi ce statut ?',
    whatIsWrong: 'Que se passe-t-il ?',
    signOut: 'Se déconnecter',
    signedOut: 'Déconnecté',
    signIn: 'Se reconnecter',
    notChanged: 'Pas de changement. {why}',
    notLoaded: 'Cette partie de la page n’a pas pu être chargée. Vérifiez le réseau et réessayez.',
    dismiss: 'Ignorer',
    close: 'Fermer',
  },
  refusals: {
    forbidden: 'Cela ne vous est pas permis.',
    not_signed_in: 'Vous n’êtes pas connecté. Connectez-vous d’abord.',
    not_selectable: 'Ce statut ne peut pas être choisi. Choisissez-en un autre.',
    unknown_status: 'Ce statut n’existe plus. Choisissez-en un autre.',
    rate_limited: 'Trop de changements à la fois. Attendez un instant.',
    unavailable: 'Le serveur ne répond pas pour le moment. Réessayez dans un instant.',
  },
}

export const details: DetailWords = {
  form: {
    status: 'Statut',
    note: 'Note',
    noteHint: 'Visible par tous ceux qui voient votre statut',
    ends: 'Jusqu’à',
    set: 'Définir le statut',
    cancel: 'Annuler',
  },
  choiceEnds: {
    open: 'Jusqu’à ce que je le change',
    minutes15: '15 minutes',
    hour1: '1 heure',
    endOfDay: 'Fin de journée',
  },
  holds: {
    offer_missed:
      'Aucun nouveau travail ne vous parvient tant que vous n’avez pas réinitialisé votre statut ou choisi un autre.',
    offer_rejected:
      'Vous êtes en Ne pas déranger jusqu’à ce que vous réinitialisiez votre statut ou en choisissiez un autre.',
    session_limit:
      'Fermez une session, réinitialisez votre statut ou choisissez-en un autre pour recevoir à nouveau du travail.',
  },
  later: 'Plus tard',
  why: {
    short: 'Pourquoi ?',
    title: 'Pourquoi ce statut ?',
    rules: 'Les règles, dans l’ordre. La première qui s’applique décide.',
    moment: 'Un instant…',
    canCome: 'Peut recevoir du nouveau travail',
    cannotCome: 'Ne reçoit aucun nouveau travail',
    changes: 'Ce qui le changerait',
    leadsTo: '{what} : {label}',
    inTime: 'dans {time}',
  },
  outcomes: { answered: 'décide', passed: 'ne s’applique pas', not_reached: 'pas nécessaire' },
  rules: {
    gone_is_offline: 'Déconnecté, ou sans connexion et le délai est passé',
    chosen_and_kept: 'Absent, hors connexion ou ne pas déranger a été choisi ; le travail n’y change rien',
    default_and_kept: 'Le statut par défaut est absent ou hors connexion et rien n’a été choisi depuis',
    missed_offer: 'Une offre a été manquée',
    rejected_offer: 'Une offre a été refusée',
    session_limit: 'Un élément est arrivé à la limite de sessions',
    fresh_choice: 'Disponible ou occupé a été choisi et aucun travail n’est arrivé ni parti depuis',
    fresh_default: 'Le statut par défaut vaut et aucun travail n’est arrivé ni parti depuis',
    capacity_decides: 'Sinon, la capacité décide',
  },
  routable: {
    connected: 'Connecté',
    'base is routable': 'Le statut accepte du travail',
    'capacity left': 'Capacité disponible',
    'below the session limit': 'Sous la limite de sessions',
  },
  turns: {
    grace_over: 'Aucun onglet ne revient à temps',
    choice_expired: 'Le choix prend fin',
    offer_missed: 'L’offre expire',
    wrap_up_over: 'Le travail après appel se termine',
    work_lease_over: 'L’élément n’est plus signalé',
    reset: 'Le statut est réinitialisé',
    work_removed: '{item} est fermé',
    offer_accepted: '{item} est accepté',
    work_added: 'Du nouveau travail est accepté',
    connection_opened: 'Un onglet est ouvert',
    signed_out: 'Déconnexion',
    available_chosen: 'Disponible est choisi',
  },
  diagnosis: {
    title: 'La présence ne se charge pas',
    looking: 'Recherche de la cause…',
    nothing: 'Tout va bien sur le chemin du serveur',
    nothingRemedy: 'Si votre présence n’est pas là dans un instant, rechargez la page.',
    said: 'Message reçu : {detail}',
    checks: 'Ce qui a été vérifié',
    again: 'Vérifier à nouveau',
    poll: 'Continuer sans WebSocket',
    pollingOff: 'L’interrogation HTTP suffirait ; elle est désactivée sur ce serveur (PRESENCE_POLLING).',
  },
  causes: {
    no_network: {
      title: 'Cet ordinateur n’a pas de réseau',
      remedy: 'Vérifiez le câble ou le Wi-Fi. Votre présence revient d’elle-même.',
    },
    insecure_hub: {
      title: 'La page est en https, le serveur non',
      remedy:
        'Les navigateurs n’autorisent pas de connexion non chiffrée depuis une page sécurisée. Demandez à votre administrateur de servir le serveur de présence en https.',
    },
    hub_unreachable: {
      title: 'Le serveur est injoignable',
      remedy:
        'Vérifiez votre VPN, et si d’autres pages de votre entreprise s’ouvrent. Si oui, prévenez votre administrateur : le serveur, ou un pare-feu devant lui, ne répond pas.',
    },
    origin_refused: {
      title: 'Ce site ne peut pas utiliser le serveur',
      remedy: 'Demandez à votre administrateur d’ajouter {origin} à PRESENCE_ALLOWED_ORIGINS du serveur.',
    },
    hub_not_ready: {
      title: 'Le serveur n’est pas prêt',
      remedy:
        'Sa base de données est absente ou il redémarre. Il revient de lui-même ; prévenez votre administrateur si cela dure plus de quelques minutes.',
    },
    cookies_blocked: {
      title: 'Les cookies sont bloqués',
      remedy:
        'Autorisez les cookies pour {origin} dans les réglages de confidentialité du navigateur, puis rechargez la page.',
    },
    third_party_storage_blocked: {
      title: 'Les cookies tiers sont bloqués',
      remedy:
        'Cette page est affichée dans un autre site et le navigateur n’y garde rien pour elle. Autorisez les cookies tiers pour {origin} dans les réglages de confidentialité, puis rechargez la page.',
    },
    clock_wrong: {
      title: 'L’horloge de cet ordinateur est fausse',
      remedy: 'Elle a {minutes}. Réglez la date et l’heure sur automatique, puis rechargez la page.',
    },
    no_token: {
      title: 'La page ne sait pas qui vous êtes',
      remedy:
        'Reconnectez-vous-y. Si cela ne suffit pas, dites à votre administrateur que la page n’obtient pas de jeton pour le serveur.',
    },
    token_refused: {
      title: 'Le serveur n’accepte pas votre connexion',
      remedy: 'Reconnectez-vous. Si cela ne suffit pas, transmettez le message à votre administrateur.',
    },
    role_missing: {
      title: 'Il manque un rôle à votre compte',
      remedy: 'Demandez le rôle « agent » à votre administrateur.',
    },
    too_many_connections: {
      title: 'Trop de connexions d’ici',
      remedy: 'Fermez les onglets dont vous n’avez pas besoin. La page réessaie d’elle-même.',
    },
    websocket_blocked: {
      title: 'Ce réseau bloque WebSocket',
      remedy:
        'Un proxy ou un pare-feu sur le chemin ne le laisse pas passer. Demandez à votre administrateur de l’autoriser pour le serveur.',
    },
    polling_off: {
      title: 'La page demande HTTP polling, désactivé sur ce hub',
      remedy:
        'Demandez à votre administrateur d’activer PRESENCE_POLLING sur le hub, ou d’enlever « polling » de la page.',
    },
  },
  clock: { ahead: '{minutes} min d’avance', behind: '{minutes} min de retard' },
  checks: {
    network: 'Réseau',
    hub: 'Le serveur répond',
    origin: 'Ce site peut l’utiliser',
    ready: 'Le serveur est prêt',
    storage: 'Les cookies sont conservés',
    clock: 'L’horloge est juste',
    token: 'Votre connexion est acceptée',
    websocket: 'WebSocket passe',
  },
  found: { ok: 'oui', failed: 'non', unknown: 'inconnu' },
}
