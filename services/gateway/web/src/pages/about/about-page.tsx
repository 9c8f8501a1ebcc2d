import { List, Text } from '@mantine/core';
import { LinkButton } from '../../components/link-button';
import { Page } from '../../components/page';
import { Panel } from '../../components/panel';

export function AboutPage() {
  return (
    <Page title="About Handup" documentTitle="About" size="sm">
      <Text>
        Someone needs help and puts a hand up; the right helper is found and told; everyone concerned sees the same live
        picture.
      </Text>
      <Panel title="How it works">
        <List type="ordered" spacing="xs">
          <List.Item>You join your lab with the code or link your teacher gives you.</List.Item>
          <List.Item>You say which PC you sit at and what the problem is.</List.Item>
          <List.Item>You see your place in the queue and keep working.</List.Item>
          <List.Item>A tutor accepts, and you see who is coming.</List.Item>
        </List>
      </Panel>
      <Panel title="What others see">
        <Text>
          Tutors and managers of your lab see your name, your PC and what you wrote. Other students see none of it: for
          them you are a place in the queue.
        </Text>
      </Panel>
      <Panel title="For developers">
        <Text>
          Everything this page does is open to your own programs as well: see the <a href="/api/reference/">API reference</a>.
        </Text>
      </Panel>
      <div>
        <LinkButton to="/" variant="default">
          Back to the home page
        </LinkButton>
      </div>
    </Page>
  );
}
