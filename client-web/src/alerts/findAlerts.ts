import type { AlertRow, Page } from '../connection/contract'
import { post } from '../connection/request'

/**
 * Finds alerts by the contract's query of the list, newest first. Written as a query string it is the key under which the page keeps
 * the answer; it travels in the body, because addresses stay in histories and logs.
 */
export const findAlerts = (query: string): Promise<Page<AlertRow>> =>
  post('/api/alerts/search', questionOf(query))

function questionOf(query: string): object {
  const { limit, ...asked } = Object.fromEntries(new URLSearchParams(query))
  return { ...asked, ...(limit ? { limit: Number(limit) } : {}) }
}

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
