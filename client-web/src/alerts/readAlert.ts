import type { Alert } from '../connection/contract'
import { get } from '../connection/request'

/** Reads one alert with its obligations and timeline. */
export const readAlert = (id: string): Promise<Alert> => get(`/api/alerts/${encodeURIComponent(id)}`)
