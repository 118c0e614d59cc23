import type {
  Alert,
  AlertRow,
  Channel,
  Entry,
  Me,
  Obligation,
  Organisation,
} from '../../src/connection/contract'

/** Noon of the day on which the tests play. */
export const noon = Date.parse('2026-11-24T05:00:00Z')
const at = (minutes: number): string => new Date(noon + minutes * 60_000).toISOString()

/** A moment some minutes after noon, or before it. */
export const minutes = at

/** An obligation that is owed, due five minutes after noon. */
export const obligation = (part: Partial<Obligation> = {}): Obligation => ({
  agency: 'polresta',
  state: 'Notified',
  lead: false,
  dueAt: at(5),
  level: 1,
  round: 1,
  version: 1,
  ...part,
})

/** An open alert in a list. */
export const row = (part: Partial<AlertRow> = {}): AlertRow => ({
  id: 'a1',
  version: 1,
  channel: 'tppo',
  caseType: 'TPPO',
  level: 'Kritis',
  headline: 'Rumah penampungan',
  regionCode: '18.71.07',
  regionName: 'Rajabasa',
  postedAt: at(-1),
  posterAgency: 'kanim',
  status: 'Actual',
  state: 'Open',
  tlp: 'AMBER',
  obligations: [obligation()],
  ...part,
})

/** One whole alert. */
export const alert = (part: Partial<Alert> = {}): Alert => ({
  ...row(),
  seq: 1,
  epoch: 'e1',
  narrative: 'Warga melapor.',
  poster: 'm1',
  possibleVictims: 'unknown',
  timeline: [],
  ...part,
})

/** An entry with nothing but its number. */
export const entry = (seq: number, part: Partial<Entry> = {}): Entry => ({
  seq,
  kind: 'message.posted',
  at: at(seq),
  actor: 'm1',
  prevHash: `h${seq - 1}`,
  hash: `h${seq}`,
  ...part,
})

/** A liaison of the police. */
export const me = (part: Partial<Me> = {}): Me => ({
  id: 'm2',
  name: 'Intan Puspitasari',
  position: 'Penghubung',
  agency: { code: 'polresta', name: 'Polresta' },
  roles: ['liaison'],
  deskChannel: 'meja-polresta',
  ...part,
})

/** A joined topic channel. */
export const channel = (part: Partial<Channel> = {}): Channel => ({
  slug: 'tppo',
  name: 'TPPO',
  kind: 'topic',
  joined: true,
  head: 0,
  epoch: 'e1',
  read: 0,
  unread: 0,
  ...part,
})

/** A small team in two regions. */
export const organisation: Organisation = {
  name: 'TIMPORA',
  timeZone: 'Asia/Jakarta',
  minute: '00:01:00',
  agencies: [
    { code: 'kanim', name: 'Kantor Imigrasi', kind: 'immigration', regions: ['18.71', '18.72'] },
    { code: 'polresta', name: 'Polresta', kind: 'police', regions: ['18.71'] },
    { code: 'polres-metro', name: 'Polres Metro', kind: 'police', regions: ['18.72'] },
    { code: 'bp3mi', name: 'BP3MI', kind: 'migrant-worker', regions: ['18'] },
  ],
  caseTypes: [
    {
      code: 'TPPO',
      name: { id: 'Perdagangan orang', en: 'Trafficking' },
      level: 'Kritis',
      mayBeKritis: true,
      tlp: 'AMBER',
      channel: 'tppo',
      lead: 'police',
      kinds: ['police', 'immigration'],
      needsScreening: true,
      needsGround: false,
      victimsDefault: 'unknown',
    },
    {
      code: 'KAWIN',
      name: { id: 'Perkawinan semu', en: 'Sham marriage' },
      level: 'Rutin',
      mayBeKritis: false,
      tlp: 'AMBER',
      channel: 'kawin',
      lead: 'immigration',
      kinds: ['immigration'],
      needsGround: true,
      victimsDefault: 'unknown',
    },
    {
      code: 'OPGAB',
      name: { id: 'Operasi gabungan', en: 'Joint operation' },
      level: 'Mendesak',
      mayBeKritis: true,
      tlp: 'AMBER',
      channel: null,
      lead: 'immigration',
      kinds: [],
      needsGround: false,
      victimsDefault: 'no',
    },
  ],
  levels: [
    {
      code: 'Kritis',
      answerWithinMinutes: 5,
      steps: [
        { level: 1, afterMinutes: 0, asks: ['liaison'] },
        { level: 2, afterMinutes: 5, asks: ['chief'] },
      ],
      rounds: 3,
    },
  ],
  regions: [
    {
      code: '18.71',
      name: 'Kota Bandar Lampung',
      channel: 'wilayah-bandarlampung',
      districts: [{ code: '18.71.07', name: 'Rajabasa' }],
    },
    { code: '18.72', name: 'Kota Metro', channel: 'wilayah-metro', districts: [] },
  ],
  outcomes: [
    { code: 'DEPORTASI', name: { id: 'Deportasi', en: 'Deportation' }, detains: true, caseTypes: ['TPPO'] },
    { code: 'TIDAK-TERBUKTI', name: { id: 'Tidak terbukti', en: 'Not confirmed' }, detains: false },
  ],
}
