import type { AlertRow, Level, Member } from '../connection/contract'
import { post } from '../connection/request'
import type { NewAlert } from './postAlert'

/** Something the poster should know before sending. */
export interface Warning {
  field: string
  code: string
  sentence: string
}

/** One step of an agency's ladder if the alert were posted now. */
export interface PreviewStep {
  level: number
  at: string
  asks: string[]
  people: (Pick<Member, 'id' | 'name' | 'position'> & { agency: string })[]
  /** Nobody is reached by this step. */
  gap: boolean
}

/** What an agency would owe. */
export interface PreviewObligation {
  agency: string
  name: string
  lead: boolean
  dueAt?: string
  /** Somebody there may read and answer it. */
  canAnswer: boolean
  steps: PreviewStep[]
}

/** An alert that tells of something like it, among those the caller may read. */
export type SimilarAlert = Pick<
  AlertRow,
  'id' | 'caseType' | 'level' | 'headline' | 'regionCode' | 'regionName' | 'postedAt' | 'state'
>

/** What would happen if the alert were posted now; nothing of it is stored. */
export interface Preview {
  level: Level
  tlp: string
  channel: string
  obligations: PreviewObligation[]
  gaps: Warning[]
  warnings: Warning[]
  similar: SimilarAlert[]
}

/** Asks what posting this alert now would do. */
export const previewAlert = (alert: NewAlert): Promise<Preview> => post('/api/alerts/preview', alert)

/** The preview in the order in which the poster should see it: agencies that nobody reaches first, then the lead, then the rest. */
export function previewOrder(obligations: readonly PreviewObligation[]): PreviewObligation[] {
  const rank = (o: PreviewObligation): number => (isUnreached(o) ? 0 : o.lead ? 1 : 2)
  return [...obligations].sort((a, b) => rank(a) - rank(b))
}

/** Nobody at the agency itself would be reached at once. */
export const isUnreached = (o: PreviewObligation): boolean => !o.canAnswer || (o.steps[0]?.gap ?? true)

/** Minutes from posting to a step, as people say it: 0, 5, 15. */
export const minutesTo = (step: PreviewStep, first: PreviewStep | undefined): number =>
  Math.round((Date.parse(step.at) - Date.parse(first?.at ?? step.at)) / 60_000)
