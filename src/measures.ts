import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Rooms } from './app.ts';

const registry = new Registry();
collectDefaultMetrics({ register: registry });
const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
const atms = gauge('fengsui_atms', 'Machines known');
const payingOut = gauge('fengsui_atms_paying_out', 'Machines that pay out now');
const openFaults = gauge('fengsui_faults_open', 'Open faults');
const sealed = gauge('fengsui_journal_sealed_entries', 'Journal entries that a signed block covers');
const incidents = gauge('fengsui_incidents_running', 'Incidents that run');

/** Prometheus text of what the installation does now. */
export async function measures({ fleet, sealer, response }: Rooms): Promise<string> {
  const summary = fleet.summary();
  atms.set(summary.total);
  payingOut.set(summary.payOut);
  openFaults.set(summary.faults);
  sealed.set(sealer.position());
  incidents.set((await response.incidents({ state: 'running' })).length);
  return registry.metrics();
}
