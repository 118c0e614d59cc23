import { alertAct } from './alertAct'

/** A member takes over, for the own agency, what another agency offered it; accepting is answering. */
export const acceptObligation = (clientKey: string, alert: string) => alertAct(alert, 'accept', { clientKey })
