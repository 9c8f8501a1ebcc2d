import { Stack, Text } from '@mantine/core';
import type { Lab } from '../api/types';
import { LinkButton } from '../components/link-button';
import { Page } from '../components/page';

/** What a student finds at the address of a page for tutors or managers. */
export function StaffOnly({ lab, who = 'tutors' }: { lab: Lab; who?: string }) {
  return (
    <Page title={lab.name} subtitle={lab.room} size="sm">
      <Stack align="flex-start">
        <Text>This page is for the {who} of this lab.</Text>
        <LinkButton to="/labs/$labId" params={{ labId: lab.id }}>
          Go to your page of this lab
        </LinkButton>
      </Stack>
    </Page>
  );
}
