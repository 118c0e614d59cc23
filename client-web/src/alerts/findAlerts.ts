import type { AlertRow, Page } from '../connection/contract'
import { get } from '../connection/request'

/** Finds alerts by a query string of the contract, newest first. */
export const findAlerts = (query: string): Promise<Page<AlertRow>> => get(`/api/alerts?${query}`)

/**
 * The first pages of a query as one, each read from where the one before ended, so that nothing falls between two of them. The key
 * is the number of pages, a space and the query.
 */
export async function findAlertPages(key: string): Promise<Page<AlertRow>> {
  const [pages = '1', query = ''] = key.split(' ')
  const found: Page<AlertRow> = { items: [], next: null }
  for (let page = 0; page < Number(pages); page++) {
    const cursor = found.next ? `&cursor=${encodeURIComponent(found.next)}` : ''
    const { items, next } = await findAlerts(query + cursor)
    found.items.push(...items)
    found.next = next ?? null
    if (!next) break
  }
  return found
}
