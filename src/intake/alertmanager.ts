import { codeOf } from './codes.ts';
import type { DeadLetter, Refused, Signal } from './model.ts';
import { instantMs } from './read.ts';

export interface AlertReading {
  /** One line per alert: what is kept raw. */
  lines: string[];
  signals: (Signal & { line: number })[];
  refused: Refused[];
  deadLetters: DeadLetter[];
}

/** Alert names that say by their words what is wrong; the first that fits counts. A label `code` overrides all. */
const names: [RegExp, string][] = [
  [/dispenser.*jam|note.*jam|卡钞/, 'dispenser.jammed'],
  [/dispenser|出钞/, 'dispenser.inoperative'],
  [/cash.*(out|empty)|无钞|缺钞/, 'cash.out'],
  [/cash.*low|钞.*不足/, 'cash.low'],
  [/acceptor|deposit|recycler|存款/, 'acceptor.inoperative'],
  [/card.?reader.*jam/, 'card-reader.jammed'],
  [/card.?reader|读卡/, 'card-reader.inoperative'],
  [/card.?(retained|captured)|吞卡/, 'card.retained'],
  [/paper.?low/, 'printer.paper-low'],
  [/paper/, 'printer.paper-out'],
  [/printer|打印/, 'printer.inoperative'],
  [/pin.?pad|keypad|密码键盘/, 'keypad.inoperative'],
  [/encrypt|加密/, 'encryptor.inoperative'],
  [/camera|摄像/, 'camera.inoperative'],
  [/on.?battery/, 'power.on-battery'],
  [/battery.?low|ups.?low/, 'power.battery-low'],
  [/power|断电|停电/, 'power.lost'],
  [/(line|link|network|circuit).*(down|lost)|线路/, 'line.down'],
  [/host.*(down|lost)|主机/, 'host.down'],
  [/cabinet|机柜/, 'cabinet.open'],
  [/tamper|safe.?door|撬/, 'safe.tampered'],
  [/vibration|seismic|震动/, 'vibration.alarm'],
  [/(skimm|fraud|jackpot).*(attempt|attack)|jackpot/, 'fraud.attempt'],
  [/skimm|fraud|欺诈/, 'fraud.suspected'],
  [/supervisor|maintenance.?mode/, 'machine.supervisor'],
  [/clock|time.?drift|ntp/, 'machine.clock'],
  [/software|application|crash|应用/, 'software.error'],
  [/(offline|unreachable|离线)|machine.*down|atm.?down|instance.?down/, 'machine.offline'],
  [/out.?of.?service|closed|停止服务/, 'machine.closed'],
];

/** The signal code of an alert: its label `code`, else what its name says; undefined when neither speaks. */
export function codeOfAlert(labels: Record<string, unknown>): string | undefined {
  const given = labels['code'] ?? labels['signal_code'];
  if (typeof given === 'string') return codeOf(given) ? given : undefined;
  const name = String(labels['alertname'] ?? '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return names.find(([words]) => words.test(name))?.[1];
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/**
 * Reads a notification of Alertmanager, version 4. Each alert counts by its own status, not the group's, which stays
 * `firing` while one of its alerts burns. The name of an alert is `fingerprint/startsAt/status`, so that the group's
 * repetitions are known.
 */
export function readAlertmanager(body: string): AlertReading | { unreadable: string } {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch (error) {
    return { unreadable: (error as Error).message };
  }
  const { alerts } = record(given);
  if (!Array.isArray(alerts)) return { unreadable: 'alerts' };
  const reading: AlertReading = { lines: [], signals: [], refused: [], deadLetters: [] };
  for (const [index, each] of alerts.entries()) {
    const alert = record(each);
    const labels = record(alert['labels']);
    const line = JSON.stringify(each);
    reading.lines.push(line);
    const atm = text(labels['atm']) ?? text(labels['machine']) ?? text(labels['terminal']);
    const site = text(labels['site']);
    const fail = (code: string, field: string) => {
      reading.refused.push({ index, code, field });
      reading.deadLetters.push({ source: 'alertmanager', code, field, atm, content: line });
    };
    const code = codeOfAlert(labels);
    const resolved = alert['status'] === 'resolved';
    const startsAt = text(alert['startsAt']);
    const at = resolved ? text(alert['endsAt']) : startsAt;
    if (code === undefined) fail('alert-unmapped', 'labels.code');
    else if (atm === null && site === null) fail('alert-placeless', 'labels.atm');
    else if (alert['status'] !== 'firing' && !resolved) fail('field-invalid', 'status');
    else if (startsAt === null || Number.isNaN(instantMs(startsAt))) fail('field-invalid', 'startsAt');
    else if (at === null || Number.isNaN(instantMs(at))) fail('field-invalid', 'endsAt');
    else {
      const fingerprint =
        text(alert['fingerprint']) ??
        Object.entries(labels)
          .map(([name, value]) => `${name}=${String(value)}`)
          .sort()
          .join(',')
          .slice(0, 120);
      reading.signals.push({
        id: `${fingerprint}/${startsAt}/${resolved ? 'resolved' : 'firing'}`,
        source: 'alertmanager',
        atm,
        site: atm === null ? site : null,
        code,
        state: resolved ? 'cleared' : 'raised',
        at,
        detail: { labels, annotations: record(alert['annotations']) },
        line: index,
      });
    }
  }
  return reading;
}
