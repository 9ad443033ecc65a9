import Type from 'typebox';
import { contactKinds, roles } from './model.ts';

export const NamedSchema = Type.Object({ zh: Type.String(), en: Type.String() }, { additionalProperties: false });
export const PersonRefSchema = Type.Object({ id: Type.String(), name: Type.String() });
export const SeatSchema = Type.Enum(['leader', 'deputy', 'member']);
export const RoleSchema = Type.Enum([...roles]);
export const LocaleSchema = Type.Enum(['zh-CN', 'en']);

export const PersonSchema = Type.Object({
  id: Type.String(),
  account: Type.String(),
  name: Type.String(),
  office: Type.String({ description: 'Post held today: 行长' }),
  department: Type.String(),
  skills: Type.Array(Type.String()),
  role: RoleSchema,
  phone: Type.String(),
  email: Type.String(),
  vendor: Type.Union([Type.String(), Type.Null()]),
  locale: LocaleSchema,
  active: Type.Boolean(),
});

const short = Type.String({ maxLength: 200 });
const personal = {
  office: Type.Optional(short),
  department: Type.Optional(short),
  skills: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 50 })),
  phone: Type.Optional(Type.String({ maxLength: 40 })),
  email: Type.Optional(Type.String({ maxLength: 200, pattern: '^$|^[^@\\s<>,;]+@[^@\\s<>,;]+$' })),
  vendor: Type.Optional(Type.Union([short, Type.Null()])),
  locale: Type.Optional(LocaleSchema),
  password: Type.Optional(Type.String({ maxLength: 1000 })),
};
export const NewPersonSchema = Type.Object(
  { account: short, name: Type.String({ minLength: 1, maxLength: 100 }), role: RoleSchema, ...personal },
  { additionalProperties: false },
);
export const PersonChangeSchema = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    role: Type.Optional(RoleSchema),
    active: Type.Optional(Type.Boolean()),
    ...personal,
  },
  { additionalProperties: false },
);

export const SeatRuleSchema = Type.Object({
  seat: SeatSchema,
  person: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
  office: Type.Union([Type.String({ minLength: 1, maxLength: 200 }), Type.Null()], {
    description: 'Instead of a person: whoever holds this office',
  }),
});
export const GroupSchema = Type.Object({
  id: Type.String(),
  name: NamedSchema,
  seats: Type.Array(SeatRuleSchema),
  calling: Type.Array(Type.Object({ person: PersonRefSchema, seat: SeatSchema }), {
    description: 'Calling order now: on duty first, then leader, deputies, members',
  }),
});

export const ShiftSchema = Type.Object({
  id: Type.String(),
  desk: Type.String({ description: '`duty`, or the id of a group' }),
  person: Type.String(),
  name: Type.String(),
  from: Type.String({ format: 'date-time' }),
  to: Type.String({ format: 'date-time' }),
});
export const GapSchema = Type.Object({
  desk: Type.String(),
  from: Type.String({ format: 'date-time' }),
  to: Type.String({ format: 'date-time' }),
  text: NamedSchema,
});

const localTime = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
const localDay = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
export const NewShiftsSchema = Type.Object(
  {
    desk: Type.String({ pattern: '^[a-z][a-z0-9-]{0,60}$' }),
    shifts: Type.Optional(
      Type.Array(
        Type.Object({ person: Type.String({ format: 'uuid' }), from: Type.String(), to: Type.String() }, { additionalProperties: false }),
        { minItems: 1, maxItems: 5000 },
      ),
    ),
    pattern: Type.Optional(
      Type.Object(
        {
          from: localDay,
          until: localDay,
          turns: Type.Array(Type.Object({ start: localTime, end: localTime }, { additionalProperties: false }), {
            minItems: 1,
            maxItems: 24,
          }),
          people: Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 100 }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

const contact = {
  kind: Type.Enum([...contactKinds]),
  district: Type.String({ maxLength: 100, description: 'Empty: serves everywhere' }),
  name: NamedSchema,
  phone: Type.String({ minLength: 1, maxLength: 60 }),
  note: Type.String({ maxLength: 1000 }),
};
export const NewContactSchema = Type.Object(contact, { additionalProperties: false });
export const ContactSchema = Type.Object({ id: Type.String(), ...contact });
export const ContactKindSchema = Type.Enum([...contactKinds]);
