import { Text } from '@mantine/core';
import { LinkButton } from '../../components/link-button';
import { Page } from '../../components/page';

export function NotFoundPage() {
  return (
    <Page title="404: this page does not exist" documentTitle="Page not found" size="sm">
      <Text>The address may be misspelt, or what was here is gone.</Text>
      <div>
        <LinkButton to="/">Go to the home page</LinkButton>
      </div>
    </Page>
  );
}
