import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Channel } from '../connection/contract'
import { useMe } from '../session/session'
import { useCell } from '../sync/cell'
import { TwoPanes } from '../ui/TwoPanes'
import { Empty, StaleNote, Waiting } from '../ui/Waiting'
import { ChannelPage } from './ChannelPage'
import { channelOrder, channelsCell } from './listChannels'

/** The channels: mine first with what is unread, and beside them or in their place the one that is open. */
export default function ChannelsPlace({ slug }: { slug?: string }) {
  const { t } = useTranslation()
  const me = useMe()
  const { value, refusal, readAt } = useCell(channelsCell)
  // Other agencies' desks are no place for reading along, even for those who may.
  const channels = channelOrder((value ?? []).filter((c) => c.kind !== 'desk' || c.slug === me.deskChannel))
  const mine = channels.filter((c) => c.joined || c.kind === 'desk')
  const others = channels.filter((c) => !c.joined && c.kind !== 'desk')
  const open = channels.find((c) => c.slug === slug)

  return (
    <TwoPanes
      open={slug}
      listLabel={t('nav.channels')}
      detailLabel={t('channels.one')}
      list={
        <>
          <StaleNote readAt={readAt} refusal={refusal} />
          {!value && <Waiting rows={6} refusal={refusal} />}
          {value && channels.length === 0 && <Empty words={t('channels.none')} />}
          <Part title={t('channels.mine')} channels={mine} here={slug} />
          <Part title={t('channels.others')} channels={others} here={slug} />
        </>
      }
      detail={
        <>
          {open && <ChannelPage key={open.slug} channel={open} />}
          {slug && value && !open && <Empty words={t('channels.closed')} />}
          {!slug && <Empty words={t('channels.choose')} />}
        </>
      }
    />
  )
}

function Part({ title, channels, here }: { title: string; channels: Channel[]; here: string | undefined }) {
  const { t } = useTranslation()
  if (channels.length === 0) return null
  return (
    <>
      <h2 className="part">{title}</h2>
      <ul className="channel-list">
        {channels.map((c) => (
          <li key={c.slug}>
            <Link
              href={`/kanal/${c.slug}`}
              className="channel-row"
              aria-current={c.slug === here ? 'true' : undefined}
              data-testid={`kanal-${c.slug}`}
              data-unread={c.unread}
            >
              <span>{c.name}</span>
              {c.joined && c.unread > 0 && (
                <span className="count figures">
                  {c.unread}
                  <span className="visually-hidden"> {t('nav.unread')}</span>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
