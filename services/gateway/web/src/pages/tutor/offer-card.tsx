import { Button, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { answer, api } from '../../api/client';
import type { Offer } from '../../api/types';
import { ProblemAlert } from '../../components/problem-alert';
import { useAction } from '../../forms/use-action';
import { formatDuration } from '../../time/format';
import { useNow } from '../../time/use-now';
import classes from './offer-card.module.css';
import { scoreTexts } from './score-text';
import { conflictTitle } from './waiting-list';

/** A card comes up where a thumb may be on its way to something else: until then no press is an answer. */
const settleMs = 500;

/** A request that the system asks this tutor to take: the one obvious next step. */
export function OfferCard({ offer }: { offer: Offer }) {
  const params = { path: { offer_id: offer.id } };
  const accept = useAction(() => answer(api.POST('/api/v1/offers/{offer_id}/accept', { params })));
  const decline = useAction(() => answer(api.POST('/api/v1/offers/{offer_id}/decline', { params, body: {} })));
  const problem = accept.problem ?? decline.problem;
  const settled = useSettled();
  // Not `disabled`, which would take the focus away from who came here by keyboard.
  const unsettled = !settled || undefined;
  return (
    <Paper component="section" aria-labelledby={`offer-${offer.id}`} className={classes.card} p="md">
      <Stack gap="sm">
        <Title order={2} size="h5" id={`offer-${offer.id}`}>
          Can you help?
        </Title>
        <Text className={classes.seat}>PC {offer.seat}</Text>
        <Text fw={600}>
          {offer.student_name}
          {offer.topic && ` · ${offer.topic}`}
        </Text>
        <Text>{offer.description}</Text>
        <Countdown offer={offer} />
        <details>
          <summary>Why me?</summary>
          {scoreTexts(offer).map((text) => (
            <Text key={text} size="sm">
              {text}
            </Text>
          ))}
        </details>
        <ProblemAlert problem={problem} title={conflictTitle(problem?.winner)} />
        <div className={classes.answers}>
          <Button
            variant="default"
            mih={64}
            loading={decline.pending}
            disabled={accept.pending}
            onClick={() => settled && void decline.run()}
            aria-disabled={unsettled}
          >
            Decline
          </Button>
          <Button
            mih={64}
            size="lg"
            loading={accept.pending}
            disabled={decline.pending}
            onClick={() => settled && void accept.run()}
            aria-disabled={unsettled}
          >
            Accept
          </Button>
        </div>
      </Stack>
    </Paper>
  );
}

function useSettled(): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), settleMs);
    return () => clearTimeout(timer);
  }, []);
  return settled;
}

/** The time left. It is the server that decides; a wrong clock here only shows it wrongly. */
function Countdown({ offer }: { offer: Offer }) {
  const now = useNow();
  const whole = Date.parse(offer.expires_at) - Date.parse(offer.sent_at);
  const left = Math.min(whole, Math.max(0, Date.parse(offer.expires_at) - now));
  return (
    <div>
      <Progress value={(100 * left) / whole} aria-label="Time left to answer" transitionDuration={0} />
      <Text size="sm" data-testid="countdown">
        {formatDuration(left / 1000)} left, then somebody else is asked.
      </Text>
    </div>
  );
}
