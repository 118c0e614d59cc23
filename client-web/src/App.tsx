import { lazy, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { useInvitationSecret } from './invitations/openInvitation'
import { useAlertLinkSecret } from './notifications/openAlertLink'
import { SignedIn } from './SignedIn'
import { FirstAdministratorPage, firstAdministratorToken } from './session/FirstAdministratorPage'
import { SignInPage } from './session/SignInPage'
import { homeOf, isWall, useSession } from './session/session'
import { Waiting } from './ui/Waiting'

const AlertLinkPage = lazy(() => import('./notifications/AlertLinkPage'))
const InvitationPage = lazy(() => import('./invitations/InvitationPage'))
const RecoverPage = lazy(() => import('./session/RecoverPage'))
const SecurePage = lazy(() => import('./session/SecurePage'))
const WallPage = lazy(() => import('./wall/WallPage'))

/** Decides between the pages in front of the sign-in and those behind it. */
export function App() {
  const { t } = useTranslation()
  const session = useSession()
  const [location] = useLocation()
  const alertLink = useAlertLinkSecret()
  const invitation = useInvitationSecret()
  useEffect(() => {
    document.title = 'Timpora.Comms'
  }, [])

  if (firstAdministratorToken() !== undefined && session.status !== 'in') return <FirstAdministratorPage />
  if (session.status === 'unknown') {
    return (
      <main className="lonely">
        <h1>Timpora.Comms</h1>
        <p role="status">{t('state.reaching')}</p>
        <Waiting rows={3} />
      </main>
    )
  }
  if (invitation !== undefined) {
    return (
      <Suspense fallback={<Waiting />}>
        <InvitationPage key={invitation} secret={invitation} />
      </Suspense>
    )
  }
  if (session.status === 'out') {
    // The address stays as it is: what stands in its fragment is needed once somebody has signed in.
    if (alertLink !== undefined) return <SignInPage />
    return (
      <Switch>
        <Route path="/masuk">
          <SignInPage />
        </Route>
        <Route path="/masuk/pulih">
          <Suspense fallback={<Waiting />}>
            <RecoverPage />
          </Suspense>
        </Route>
        <Route>
          <Redirect
            to={location === '/' ? '/masuk' : `/masuk?lalu=${encodeURIComponent(location)}`}
            replace
          />
        </Route>
      </Switch>
    )
  }
  // A screen has no places: no line to the hub, no outbox, nothing to go to.
  if (isWall(session.me)) {
    return (
      <Suspense fallback={<Waiting />}>
        <WallPage />
      </Suspense>
    )
  }
  if (session.me.unfinished) {
    return (
      <Suspense fallback={<Waiting />}>
        <SecurePage key={session.me.id} />
      </Suspense>
    )
  }
  if (alertLink !== undefined) {
    return (
      <Suspense fallback={<Waiting />}>
        <AlertLinkPage key={alertLink} secret={alertLink} />
      </Suspense>
    )
  }
  return (
    <Switch>
      <Route path="/masuk">
        <Redirect to={afterSignIn() ?? homeOf(session.me)} replace />
      </Route>
      <Route path="/">
        <Redirect to={homeOf(session.me)} replace />
      </Route>
      <Route>
        <SignedIn key={session.me.id} me={session.me} />
      </Route>
    </Switch>
  )
}

// Browsers read "/\host" and "/<tab>/host" as "//host", so a path of our own is known by its signs, not by how it begins.
const ownPath = /^(?:\/[\w.~%-]+)+$/

// Only a path of our own is followed, never an address somebody put into a link.
function afterSignIn(): string | undefined {
  const next = new URLSearchParams(location.search).get('lalu')
  return next && ownPath.test(next) && !next.startsWith('/masuk') ? next : undefined
}
