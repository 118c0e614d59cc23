import { lazy, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Redirect, Route, Switch, useSearchParams } from 'wouter'
import { AlertsPlace } from './alerts/AlertsPlace'
import { followOutbox } from './alerts/followOutbox'
import { ReportPage } from './alerts/ReportPage'
import { UnsentPage } from './alerts/UnsentPage'
import type { Me } from './connection/contract'
import { DeskPage } from './escalations/DeskPage'
import { startLiveUpdates } from './liveUpdates'
import { outboxOf, startOutbox } from './outbox/ownOutbox'
import { watchIdle } from './session/idle'
import {
  homeOf,
  mayAnswer,
  mayKeepMembers,
  mayOversee,
  mayPost,
  mayRead,
  mayReadDuty,
  mayReadMeasures,
} from './session/session'
import { Arrival } from './ui/Arrival'
import { Frame } from './ui/Frame'
import { Waiting } from './ui/Waiting'

// Not on the way of somebody who has to post or answer at once, so it may load a moment later.
const ChannelsPlace = lazy(() => import('./channels/ChannelsPlace'))
const DutyPage = lazy(() => import('./duty/DutyPage'))
const InvitationsPage = lazy(() => import('./invitations/InvitationsPage'))
const MeasuresPage = lazy(() => import('./measures/MeasuresPage'))
const MorePage = lazy(() => import('./session/MorePage'))

/** Everything behind the sign-in; what a role cannot do has no address either. */
export function SignedIn({ me }: { me: Me }) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const reads = mayRead(me)
  useEffect(() => {
    const stops = [startOutbox(me.id), followOutbox(outboxOf(me.id)), startLiveUpdates(me), watchIdle()]
    return () => {
      for (const stop of stops) stop()
    }
  }, [me])

  if (mayAnswer(me) && location.pathname === '/meja' && search.get('dinding') === '1') {
    return (
      <main className="wall" aria-label={t('nav.desk')}>
        <DeskPage wall />
      </main>
    )
  }
  return (
    <Frame me={me}>
      <Arrival />
      <Suspense fallback={<Waiting />}>
        <Switch>
          {reads && (
            <Route path="/peringatan/:id?/:act?">
              {({ id, act }) => <AlertsPlace {...(id ? { id } : {})} changing={act === 'ubah'} />}
            </Route>
          )}
          {mayPost(me) && (
            <Route path="/lapor/:step?">{({ step }) => <ReportPage step={step ?? 'jenis'} />}</Route>
          )}
          {mayAnswer(me) && (
            <Route path="/meja">
              <DeskPage />
            </Route>
          )}
          {reads && (
            <Route path="/kanal/:slug?">{({ slug }) => <ChannelsPlace {...(slug ? { slug } : {})} />}</Route>
          )}
          <Route path="/tidak-terkirim">
            <UnsentPage />
          </Route>
          {mayReadMeasures(me) && (
            <Route path="/lainnya/ukuran">
              <MeasuresPage />
            </Route>
          )}
          {mayReadDuty(me) && (
            <Route path="/lainnya/jaga">
              <DutyPage />
            </Route>
          )}
          {(mayOversee(me) || mayKeepMembers(me, me.agency.code)) && (
            <Route path="/lainnya/undangan">
              <InvitationsPage />
            </Route>
          )}
          <Route path="/lainnya">
            <MorePage />
          </Route>
          <Route>
            <Redirect to={homeOf(me)} replace />
          </Route>
        </Switch>
      </Suspense>
    </Frame>
  )
}
