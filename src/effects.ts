import type { Bulletins } from '#bulletins';
import type { Fleet } from '#fleet';
import type { DeviceCommand, Intake } from '#intake';
import type { Notify } from '#notify';
import { contactKinds, type Organization, systemActor } from '#organization';
import { type Db, explain, isRefusal, type Refusal, transact } from '#platform';
import { isItemKind, kindOf, type Resources } from '#resources';
import type { CallRequest, EffectExecutors, EffectRequest, Outcome, Response } from '#response';

/** Rooms that the response's effects reach. `response` is there once it is open. */
export interface EffectRooms {
  db: Db;
  fleet: Fleet;
  intake: Intake;
  notify: Notify;
  organization: Organization;
  resources: Resources;
  bulletins: Bulletins;
  response: () => Response;
}

const deviceCommands: Record<'close-machine' | 'isolate-machine' | 'go-in-service' | 'reset', DeviceCommand> = {
  'close-machine': 'close',
  'isolate-machine': 'isolate',
  'go-in-service': 'go-in-service',
  reset: 'reset',
};

/** Machines spoken to at once; the rest wait their turn. */
const machinesAtOnce = 50;
const namedAtMost = 5;

const inWords = (refusal: Refusal): string => {
  const [zh, en] = [explain(refusal, 'zh-CN'), explain(refusal, 'en')];
  return `${zh.what}${zh.mend} · ${en.what} ${en.mend}`;
};
const failed = (refusal: Refusal): Outcome => ({ outcome: 'failed', detail: inWords(refusal) });

const listed = (items: { item: string; quantity: number }[], tongue: 'zh' | 'en'): string =>
  items
    .map(({ item, quantity }) => `${isItemKind(item) ? kindOf(item).name[tongue] : item} × ${quantity}`)
    .join(tongue === 'zh' ? '、' : ', ');

/** What the rooms and the outside do for a running incident. */
export function effectExecutors(rooms: EffectRooms): EffectExecutors {
  const { db, fleet, intake, notify, organization, resources, bulletins } = rooms;

  const device =
    (kind: keyof typeof deviceCommands) =>
    async ({ key, machines }: EffectRequest): Promise<Outcome> => {
      const refused: string[] = [];
      for (let first = 0; first < machines.length; first += machinesAtOnce)
        await Promise.all(
          machines.slice(first, first + machinesAtOnce).map(async (atm) => {
            const { ok, detail } = await intake.devices.send(atm, deviceCommands[kind], `${key}:${atm}`);
            if (!ok) refused.push(`${atm} ${detail}`);
          }),
        );
      const count = `${machines.length - refused.length}/${machines.length}`;
      return refused.length === 0
        ? { outcome: 'done', detail: `${count} 台应答完成 · ${count} machines answered that it is done` }
        : {
            outcome: 'failed',
            detail: `${count} 台完成；未完成 · ${count} machines done; not done: ${refused.slice(0, namedAtMost).join('；')}${refused.length > namedAtMost ? ' …' : ''}`,
          };
    };

  const call = (request: CallRequest) =>
    transact(db, async (trx) => {
      const { key, person, incident, mode, title, body, answerBy, link } = request;
      await notify.call(trx, {
        key,
        person: person.id,
        subject: { kind: 'incident', id: incident.id },
        mode,
        title,
        body,
        answerBy: answerBy === null ? null : Temporal.Instant.from(answerBy),
        link,
      });
    });

  return {
    'close-machine': device('close-machine'),
    'isolate-machine': device('isolate-machine'),
    'go-in-service': device('go-in-service'),
    reset: device('reset'),

    async 'dispatch-vendor'({ key, incident, machines, effect, mode, task }) {
      const byVendor = Map.groupBy(machines, (atm) => fleet.atm(atm)?.vendor ?? '');
      byVendor.delete('');
      if (byVendor.size === 0)
        return {
          outcome: 'failed',
          detail: '这些设备没有登记外包服务商，请在设备资料中补上 · no vendor is known for these machines: add one to the fleet file',
        };
      const sent: string[] = [];
      for (const [vendor, atms] of byVendor) {
        const answer = await transact(db, (trx) =>
          rooms.response().sendWorkOrder(
            trx,
            {
              warning: incident.warnings[0] ?? '',
              vendor,
              atms,
              faultClass: effect.faultClass,
              summary: { zh: `${incident.title.zh}：${task.title.zh}`, en: `${incident.title.en}: ${task.title.en}` },
              contract: fleet.contractFor(vendor, effect.faultClass),
              incident: incident.id,
              key: `${key}:${vendor}`,
            },
            systemActor,
            mode,
          ),
        );
        if (isRefusal(answer)) return failed(answer);
        sent.push(`${answer.number} ${vendor}`);
      }
      return { outcome: 'done', detail: `已派单 · sent: ${sent.join('，')}` };
    },

    async 'issue-items'({ key, incident, task, effect, machines, mode }) {
      const answer = await transact(db, (trx) =>
        resources.issue(trx, { key, incident: incident.id, task: task.id, items: effect.items, mode, actor: systemActor, machines }),
      );
      return isRefusal(answer)
        ? failed(answer)
        : { outcome: 'done', detail: `已领用${listed(effect.items, 'zh')} · issued ${listed(effect.items, 'en')}` };
    },

    async 'return-items'({ key, incident, mode }) {
      const answer = await transact(db, (trx) => resources.giveBack(trx, { key, incident: incident.id, mode, actor: systemActor }));
      return isRefusal(answer) ? failed(answer) : { outcome: 'done', detail: '物资已归还 · items returned' };
    },

    async notify({ key, incident, effect, mode, task }) {
      const rosters = await organization.rosters(effect.groups);
      const people = new Map(rosters.flatMap((roster) => roster.seats.map(({ person }) => [person.id, person])));
      await transact(db, async (trx) => {
        for (const person of people.values())
          await notify.call(trx, {
            key: `${key}:${person.id}`,
            person: person.id,
            subject: { kind: 'incident', id: incident.id },
            mode,
            title: { zh: `${incident.number} ${task.title.zh}`, en: `${incident.number} ${task.title.en}` },
            body: effect.text,
            answerBy: null,
            link: `/incidents/${incident.id}`,
          });
      });
      return { outcome: 'done', detail: `已通知 ${people.size} 人 · ${people.size} people told` };
    },

    // Outside parties are spoken to by people; the platform tells the one responsible whom to call and what to say.
    async 'notify-outside'({ key, incident, effect, mode, task, machines }) {
      const district = machines.map((atm) => fleet.atm(atm)?.district ?? '').find((name) => name !== '') ?? '';
      const kind = contactKinds.find((each) => each === effect.contact);
      const contacts = kind ? await organization.contacts({ kind, district }) : [];
      const contact = contacts[0];
      if (!contact)
        return {
          outcome: 'failed',
          detail: `没有登记“${effect.contact}”的联系方式，请在外部联系人中补上 · no contact “${effect.contact}” is known: add one`,
        };
      const [roster] = await organization.rosters([task.group]);
      const person = task.by ?? roster?.seats[0]?.person;
      if (person)
        await transact(db, (trx) =>
          notify.call(trx, {
            key: `${key}:${contact.id}`,
            person: person.id,
            subject: { kind: 'incident', id: incident.id },
            mode,
            title: { zh: `请联系${contact.name.zh}：${contact.phone}`, en: `Call ${contact.name.en}: ${contact.phone}` },
            body: effect.text,
            answerBy: null,
            link: `/incidents/${incident.id}?task=${task.id}`,
          }),
        );
      return { outcome: 'done', detail: `请联系 · call ${contact.name.zh} ${contact.phone}` };
    },

    async 'draft-bulletin'({ key, incident, effect, mode }) {
      const restored = incident.machines.filter((atm) => fleet.condition(atm) === 'in-service').length;
      const answer = await transact(db, (trx) =>
        bulletins.draft(trx, {
          incident: { id: incident.id, number: incident.number, title: incident.title, mode },
          kind: effect.bulletin,
          facts: { eventClass: incident.eventClass, machines: incident.machines, openedAt: incident.openedAt, restored },
          actor: systemActor,
          key,
        }),
      );
      return isRefusal(answer)
        ? failed(answer)
        : { outcome: 'done', detail: '公告草稿已起草，待审批 · bulletin drafted, waiting for approval' };
    },

    call: async (request) => {
      await call(request);
    },
  };
}
