import type { AlertRow, Page } from '../connection/contract'
import { get } from '../connection/request'

/** Finds alerts by a query string of the contract, newest first. */
export const findAlerts = (query: string): Promise<Page<AlertRow>> => get(`/api/alerts?${query}`)
