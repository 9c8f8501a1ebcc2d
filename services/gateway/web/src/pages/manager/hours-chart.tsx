// Loaded only when a manager looks at figures: the charts are the largest part of the client.
import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { useReducedMotion } from '@mantine/hooks';
import type { HourBar } from './hours';

export default function HoursChart({ bars }: { bars: HourBar[] }) {
  const still = useReducedMotion();
  return (
    // The table below says the same in words, so a screen reader need not walk the bars.
    <div aria-hidden="true">
      <BarChart
        h={260}
        data={bars}
        dataKey="label"
        series={[
          { name: 'Requests', color: 'indigo.6' },
          { name: 'Helped', color: 'teal.6' },
        ]}
        withLegend
        yAxisProps={{ allowDecimals: false, width: 32 }}
        barProps={{ isAnimationActive: !still }}
        barChartProps={{ accessibilityLayer: false }}
      />
    </div>
  );
}
