import { Alert, Group, Switch } from '@mantine/core';
import { useState } from 'react';
import type { Lab, Offer } from '../../api/types';
import { readStored, storageKeys, writeStored } from '../../browser/storage';
import { useLiveMe } from '../../live/live-context';
import { openOffer } from '../../live/me-state';
import { useNow } from '../../time/use-now';
import { OfferCard } from './offer-card';
import { type Signals, useOfferSignal } from './use-offer-signal';

/** How long it is said why an offer is gone. */
const noticeMs = 15_000;

/** What the system asks the tutor in this lab, and why something it asked is gone. */
export function Offers({ lab }: { lab: Lab }) {
  const me = useLiveMe();
  const [signals, setSignals] = useSignals();
  const offer = openOffer(me, lab.id);
  useOfferSignal(offer, signals);
  const last = me.offers.find((known) => known.lab_id === lab.id);
  return (
    <>
      {offer ? <OfferCard key={offer.id} offer={offer} /> : <GoneNotice offer={last} />}
      {lab.policy.mode !== 'pull' && (
        <Group gap="lg">
          <Switch
            label="Sound for offers"
            mih={44}
            checked={signals.sound}
            onChange={(event) => setSignals({ ...signals, sound: event.currentTarget.checked })}
          />
          {'vibrate' in navigator && (
            <Switch
              label="Vibration for offers"
              mih={44}
              checked={signals.vibration}
              onChange={(event) => setSignals({ ...signals, vibration: event.currentTarget.checked })}
            />
          )}
        </Group>
      )}
    </>
  );
}

/** Says why the last offer is gone, where the tutor did not end it. */
function GoneNotice({ offer }: { offer: Offer | undefined }) {
  const now = useNow();
  if (!offer?.ended_at || now - Date.parse(offer.ended_at) > noticeMs) return null;
  const texts: Partial<Record<Offer['state'], string>> = {
    lapsed: 'The time to answer was over; somebody else is asked.',
    withdrawn: offer.reason ?? 'The system took it back.',
    superseded: offer.reason ?? 'Somebody else took it.',
  };
  const text = texts[offer.state];
  if (text === undefined) return null;
  return (
    <Alert role="status" variant="light" title={`The offer for PC ${offer.seat} is gone`}>
      {text}
    </Alert>
  );
}

/** Whether offers are heard and felt: kept in this browser, off at first. */
function useSignals(): [Signals, (signals: Signals) => void] {
  const [signals, set] = useState<Signals>(() => ({
    sound: readStored(storageKeys.offerSound) === 'on',
    vibration: readStored(storageKeys.offerVibration) === 'on',
  }));
  return [
    signals,
    (next) => {
      writeStored(storageKeys.offerSound, next.sound ? 'on' : 'off');
      writeStored(storageKeys.offerVibration, next.vibration ? 'on' : 'off');
      set(next);
    },
  ];
}
