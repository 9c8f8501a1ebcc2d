import { Button } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { asProblem } from '../api/problem';
import { LinkButton } from '../components/link-button';
import { Page } from '../components/page';
import { ProblemAlert } from '../components/problem-alert';
import { NotFoundPage } from '../pages/not-found/not-found-page';

/** Shown where a page could not be loaded. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const problem = asProblem(error);
  // An id that is no id is as unknown as one that leads nowhere.
  if (problem.code === 'not_found' || problem.code === 'malformed') return <NotFoundPage />;
  return (
    <Page
      title="This page could not be shown"
      size="sm"
      actions={
        <Button
          onClick={() => {
            reset();
            void router.invalidate();
          }}
        >
          Try again
        </Button>
      }
    >
      <ProblemAlert problem={problem} title={problem.code === 'forbidden' ? 'Not for your role' : undefined} />
      <div>
        <LinkButton to="/" variant="default">
          Go to the home page
        </LinkButton>
      </div>
    </Page>
  );
}
