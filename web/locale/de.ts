import type { Words } from './en.js'
import type { DetailWords } from './en-details.js'

export const words: Words = {
  dir: 'ltr',
  statuses: {
    available: 'Verfügbar',
    busy: 'Beschäftigt',
    dnd: 'Bitte nicht stören',
    away: 'Als abwesend anzeigen',
    offline: 'Offline',
    inactive: 'Inaktiv',
  },
  reasons: {
    signed_out: 'Sie haben sich abgemeldet',
    disconnected: 'Die Verbindung ging verloren',
    manual: 'Von Ihnen gewählt',
    supervisor: 'Für Sie gesetzt von {who}',
    api: 'Von einem verbundenen System gesetzt',
    default: 'Ihr Standard bei der Anmeldung',
    offer_missed: 'Sie haben ein Angebot verpasst',
    offer_rejected: 'Sie haben ein Angebot abgelehnt',
    session_limit: 'Ihre Sitzungsgrenze ist erreicht',
    capacity_free: 'Zurzeit keine Arbeit',
    capacity_partial: 'In Arbeit, noch Kapazität frei',
    capacity_full: 'Voll ausgelastet',
  },
  links: {
    connecting: 'Verbindet…',
    connected: 'Live',
    delayed: 'Verzögert',
    reconnecting: 'Verbindet neu…',
    closed: 'Nicht verbunden',
    no_network: 'Kein Netz',
  },
  ended: {
    signed_out: 'Sie haben sich abgemeldet. Alle Ihre Tabs sind damit abgemeldet.',
    signed_out_by_supervisor: 'Eine Aufsicht hat Sie abgemeldet.',
    token_expired: 'Ihre Anmeldung ist abgelaufen.',
    agent_deleted: 'Dieser Agent wurde aus dem Hub entfernt.',
  },
  picker: {
    signingIn: 'Anmeldung läuft…',
    doesNotLoad: 'Präsenz lädt nicht',
    findOutWhy: 'Ursache suchen',
    yourStatus: 'Ihr Status: {label}',
    lastKnown: '{label} (zuletzt bekannt)',
    changingTo: '{label}, wechselt zu {next}',
    isNow: 'Ihr Status ist jetzt {label}',
    choose: 'Status wählen',
    since: 'seit {time}',
    until: 'bis {time}',
    withNote: 'Mit Notiz oder Ende…',
    reset: 'Status zurücksetzen',
    resetHint: 'Ihre Arbeit entscheidet',
    why: 'Warum dieser Status?',
    whatIsWrong: 'Was ist los?',
    signOut: 'Abmelden',
    signedOut: 'Abgemeldet',
    signIn: 'Neu anmelden',
    notChanged: 'Nicht geändert. {why}',
    notLoaded: 'Dieser Teil der Seite konnte nicht geladen werden. Prüfen Sie das Netz und versuchen Sie es erneut.',
    dismiss: 'Verwerfen',
    close: 'Schließen',
  },
  refusals: {
    forbidden: 'Das ist Ihnen nicht erlaubt.',
    not_signed_in: 'Sie sind nicht angemeldet. Melden Sie sich zuerst an.',
    not_selectable: 'Diesen Status kann man nicht wählen. Wählen Sie einen anderen.',
    unknown_status: 'Diesen Status gibt es nicht mehr. Wählen Sie einen anderen.',
    rate_limited: 'Zu viele Änderungen auf einmal. Warten Sie einen Moment.',
    unavailable: 'Der Hub antwortet gerade nicht. Versuchen Sie es gleich noch einmal.',
  },
}

export const details: DetailWords = {
  form: {
    status: 'Status',
    note: 'Notiz',
    noteHint: 'Sichtbar für alle, die Ihren Status sehen',
    ends: 'Bis',
    set: 'Status setzen',
    cancel: 'Abbrechen',
  },
  choiceEnds: { open: 'Bis ich ihn ändere', minutes15: '15 Minuten', hour1: '1 Stunde', endOfDay: 'Ende des Tages' },
  holds: {
    offer_missed: 'Sie erhalten keine neue Arbeit, bis Sie Ihren Status zurücksetzen oder einen anderen wählen.',
    offer_rejected: 'Sie stehen auf „Bitte nicht stören“, bis Sie Ihren Status zurücksetzen oder einen anderen wählen.',
    session_limit:
      'Schließen Sie eine Sitzung, setzen Sie den Status zurück oder wählen Sie einen anderen, um wieder Arbeit zu erhalten.',
  },
  later: 'Später',
  why: {
    short: 'Warum?',
    title: 'Warum dieser Status?',
    rules: 'Regeln der Reihe nach. Die erste, die zutrifft, entscheidet.',
    moment: 'Einen Moment…',
    canCome: 'Kann neue Arbeit annehmen',
    cannotCome: 'Nimmt keine neue Arbeit an',
    changes: 'Was etwas ändern würde',
    leadsTo: '{what}: {label}',
    inTime: 'in {time}',
  },
  outcomes: { answered: 'entscheidet', passed: 'trifft nicht zu', not_reached: 'nicht nötig' },
  rules: {
    gone_is_offline: 'Abgemeldet, oder keine Verbindung und die Frist ist vorbei',
    chosen_and_kept: 'Abwesend, Offline oder Nicht stören wurde gewählt; Arbeit ändert das nie',
    default_and_kept: 'Der Standard bei der Anmeldung ist Abwesend oder Offline, und seither wurde nichts gewählt',
    missed_offer: 'Ein Angebot wurde verpasst',
    rejected_offer: 'Ein Angebot wurde abgelehnt',
    session_limit: 'An der Sitzungsgrenze kam noch ein Vorgang',
    fresh_choice: 'Verfügbar oder Beschäftigt wurde gewählt, und seither kam und ging keine Arbeit',
    fresh_default: 'Der Standard bei der Anmeldung gilt, und seither kam und ging keine Arbeit',
    capacity_decides: 'Sonst entscheidet die Kapazität',
  },
  routable: {
    connected: 'Verbunden',
    'base is routable': 'Der Status nimmt Arbeit an',
    'capacity left': 'Kapazität frei',
    'below the session limit': 'Unter der Sitzungsgrenze',
  },
  turns: {
    grace_over: 'Kein Tab kommt rechtzeitig zurück',
    choice_expired: 'Die Wahl läuft ab',
    offer_missed: 'Das Angebot läuft ab',
    wrap_up_over: 'Die Nachbearbeitung endet',
    work_lease_over: 'Der Vorgang wird nicht mehr gemeldet',
    reset: 'Der Status wird zurückgesetzt',
    work_removed: '{item} wird geschlossen',
    offer_accepted: '{item} wird angenommen',
    work_added: 'Neue Arbeit wird angenommen',
    connection_opened: 'Ein Tab wird geöffnet',
    signed_out: 'Abmeldung',
    available_chosen: 'Verfügbar wird gewählt',
  },
  diagnosis: {
    title: 'Präsenz lädt nicht',
    looking: 'Die Ursache wird gesucht…',
    nothing: 'Auf dem Weg zum Hub ist alles in Ordnung',
    nothingRemedy: 'Wenn Ihre Präsenz nicht gleich da ist, laden Sie die Seite neu.',
    said: 'Gemeldet wurde: {detail}',
    checks: 'Was geprüft wurde',
    again: 'Erneut prüfen',
    poll: 'Ohne WebSocket weiter',
    pollingOff: 'HTTP-Polling ginge stattdessen; auf diesem Hub ist es aus (PRESENCE_POLLING).',
  },
  causes: {
    no_network: {
      title: 'Dieser Rechner hat kein Netz',
      remedy: 'Prüfen Sie Kabel oder WLAN. Ihre Präsenz kommt von selbst zurück.',
    },
    insecure_hub: {
      title: 'Die Seite nutzt https, der Hub nicht',
      remedy:
        'Browser erlauben von einer sicheren Seite keine unverschlüsselte Verbindung. Bitten Sie Ihre Administration, den Hub über https anzubieten.',
    },
    hub_unreachable: {
      title: 'Der Hub ist nicht erreichbar',
      remedy:
        'Prüfen Sie Ihr VPN und ob sich andere Seiten Ihrer Firma öffnen. Wenn ja, melden Sie Ihrer Administration, dass der Hub oder eine Firewall davor nicht antwortet.',
    },
    origin_refused: {
      title: 'Diese Seite darf den Hub nicht nutzen',
      remedy: 'Bitten Sie Ihre Administration, {origin} in PRESENCE_ALLOWED_ORIGINS des Hubs einzutragen.',
    },
    hub_not_ready: {
      title: 'Der Hub ist nicht bereit',
      remedy:
        'Seine Datenbank fehlt, oder er startet neu. Er kommt von selbst zurück; melden Sie es, wenn es länger als einige Minuten dauert.',
    },
    cookies_blocked: {
      title: 'Cookies sind blockiert',
      remedy:
        'Erlauben Sie Cookies für {origin} in den Datenschutzeinstellungen Ihres Browsers und laden Sie die Seite neu.',
    },
    third_party_storage_blocked: {
      title: 'Cookies von Drittanbietern sind blockiert',
      remedy:
        'Diese Seite steht in einer anderen, und der Browser merkt sich dort nichts für sie. Erlauben Sie Drittanbieter-Cookies für {origin} in den Datenschutzeinstellungen und laden Sie die Seite neu.',
    },
    clock_wrong: {
      title: 'Die Uhr dieses Rechners geht falsch',
      remedy: 'Sie geht {minutes}. Lassen Sie Datum und Uhrzeit automatisch stellen und laden Sie die Seite neu.',
    },
    no_token: {
      title: 'Die Seite weiß nicht, wer Sie sind',
      remedy:
        'Melden Sie sich dort neu an. Hilft das nicht, melden Sie Ihrer Administration, dass die Seite kein Token für den Hub erhält.',
    },
    token_refused: {
      title: 'Der Hub nimmt Ihre Anmeldung nicht an',
      remedy: 'Melden Sie sich neu an. Hilft das nicht, geben Sie Ihrer Administration die Meldung weiter.',
    },
    role_missing: {
      title: 'Ihrer Anmeldung fehlt die Rolle dafür',
      remedy: 'Bitten Sie Ihre Administration um die Rolle „agent“.',
    },
    too_many_connections: {
      title: 'Zu viele Verbindungen von hier',
      remedy: 'Schließen Sie Tabs, die Sie nicht brauchen. Die Seite versucht es von selbst wieder.',
    },
    websocket_blocked: {
      title: 'Dieses Netz blockiert WebSocket',
      remedy:
        'Ein Proxy oder eine Firewall auf dem Weg lässt es nicht durch. Bitten Sie Ihre Administration, es für den Hub zu erlauben.',
    },
    polling_off: {
      title: 'Die Seite verlangt HTTP-Polling, das auf diesem Hub aus ist',
      remedy:
        'Bitten Sie Ihre Administration, PRESENCE_POLLING auf dem Hub einzuschalten oder „polling“ auf der Seite wegzulassen.',
    },
  },
  clock: { ahead: '{minutes} min vor', behind: '{minutes} min nach' },
  checks: {
    network: 'Netz',
    hub: 'Der Hub antwortet',
    origin: 'Diese Seite darf ihn nutzen',
    ready: 'Der Hub ist bereit',
    storage: 'Cookies werden behalten',
    clock: 'Die Uhr stimmt',
    token: 'Ihre Anmeldung gilt',
    websocket: 'WebSocket kommt durch',
  },
  found: { ok: 'ja', failed: 'nein', unknown: 'unbekannt' },
}
