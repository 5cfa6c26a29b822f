/**
 * Owns the plan methods of both APIs: for the store of a device, and for any store of the chain.
 * Promises that a plan shows in reports only after it was published.
 * Refuses to know how a plan is spread over days.
 */
import { addStore } from './account.ts';
import { needDecimal, needIdentifier, readDecimal, readInteger, show } from './fields.ts';
import type { Fields } from './fields.ts';
import type { Method, MethodContext } from './methods.ts';
import { publishPlans, setPlan } from './plans.ts';
import type { PlanKey } from './plans.ts';
import { refuse } from './refusal.ts';
import type { SeedSection } from './refusal.ts';
import { daysInMonth } from './times.ts';

/** Plans are decimal(13,4). */
const planDigits = 9;
const metricLimit = 40;
/** Sections 12 and 14 print 20, section 6.3 prints 40 for the same identifier: 40 holds. */
const storeLimit = 40;
const years = { min: 1970, max: 9999 };

/** The store of a key without a store; its plans belong to nobody else. */
export const ownStore = '0';

function readPeriod(params: Fields, section: SeedSection): Pick<PlanKey, 'year' | 'month' | 'day'> {
  const year =
    readInteger(params, 'year', 'params', section, years) ?? refuse(section, 'params.year', 'must be given');
  const month = readInteger(params, 'month', 'params', section, { min: -1, max: 12 }) ?? -1;
  const day = readInteger(params, 'day', 'params', section, { min: -1, max: 31 }) ?? -1;
  if (month === 0) refuse(section, 'params.month', 'must be 1 to 12, or -1 for the whole year');
  if (day === 0) refuse(section, 'params.day', 'must be 1 to 31, or -1 for the whole month');
  if (day > 0 && month < 0) refuse(section, 'params.day', 'must not be given without a month');
  if (day > 0 && day > daysInMonth(year, month)) refuse(section, 'params.day', 'must exist in that month');
  return { year, month, day };
}

function readMetric(params: Fields, section: SeedSection): string {
  const { metric } = params;
  const known = /^(income|average|count|category|complexity|p\/.+)$/;
  if (typeof metric !== 'string' || metric.length > metricLimit || !known.test(metric)) {
    return refuse(
      section,
      'params.metric',
      `must be income, average, count, category, complexity or p/<id>, got ${show(metric)}`,
    );
  }
  return metric;
}

type AppliedPlan = Pick<PlanKey, 'metric' | 'year' | 'month' | 'day'> & { readonly plan: number };

function applyPlan(params: Fields, context: MethodContext, store: string, section: SeedSection): AppliedPlan {
  const metric = readMetric(params, section);
  const plan = needDecimal(params, 'plan', 'params', section, planDigits) / 10_000;
  const period = readPeriod(params, section);
  const correction = readDecimal(params, 'day_corr_plan', 'params', section, planDigits);
  if (correction !== undefined && period.day < 0) {
    refuse(section, 'params.day_corr_plan', 'must not be given without a day');
  }
  const total = plan < 0 || correction === undefined ? plan : Math.max(0, plan + correction / 10_000);
  setPlan(context.account.plans, { store, metric, ...period }, total);
  return { metric, plan, ...period };
}

function readAuto(params: Fields, section: SeedSection): boolean {
  const { auto } = params;
  if (typeof auto !== 'boolean')
    return refuse(section, 'params.auto', `must be true or false, got ${show(auto)}`);
  return auto;
}

/** The store's identifier, when it is a store that HEADO knows (guide 12.1, 14.1, 15.1, 16.1). */
export function needStore(
  params: Fields,
  context: MethodContext,
  section: SeedSection,
  where = 'params',
): string {
  const storeExtId = needIdentifier(params, 'store_ext_id', where, section, storeLimit);
  if (!context.account.stores.has(storeExtId)) {
    refuse(
      section,
      `${where}.store_ext_id`,
      `must be one that setCashbox was given, got ${show(storeExtId)}`,
    );
  }
  return storeExtId;
}

function addressId(context: MethodContext, store: string): string {
  return store === ownStore ? ownStore : addStore(context.account, store).id;
}

function setPlanOf(params: Fields, context: MethodContext, store: string, section: SeedSection): unknown {
  return { addressId: addressId(context, store), ...applyPlan(params, context, store, section) };
}

function publishPlanOf(params: Fields, context: MethodContext, store: string, section: SeedSection): unknown {
  const auto = readAuto(params, section);
  publishPlans(context.account.plans, store);
  return { addressId: addressId(context, store), auto };
}

function deviceStore(context: MethodContext): string {
  return context.terminal.storeExtId ?? ownStore;
}

const planSet: Method = {
  parameters: ['metric', 'plan', 'year', 'month', 'day', 'day_corr_plan'],
  section: 'device API, planSet',
  run: (params, context) => setPlanOf(params, context, deviceStore(context), 'device API, planSet'),
};

const planPublish: Method = {
  parameters: ['auto'],
  section: 'device API, planPublish',
  run: (params, context) => publishPlanOf(params, context, deviceStore(context), 'device API, planPublish'),
};

const storePlanSet: Method = {
  parameters: ['store_ext_id', 'metric', 'plan', 'year', 'month', 'day'],
  section: 'guide 12.1',
  run: (params, context) =>
    setPlanOf(params, context, needStore(params, context, 'guide 12.1'), 'guide 12.1'),
};

const storePlanPublish: Method = {
  parameters: ['store_ext_id', 'auto'],
  section: 'guide 12.2',
  run: (params, context) =>
    publishPlanOf(params, context, needStore(params, context, 'guide 12.2'), 'guide 12.2'),
};

/** Device API, planSet and planPublish: the store is the one that the device belongs to. */
export const devicePlanMethods = { planSet, planPublish };

/** Guide 12: the same for any store of the chain. */
export const storePlanMethods = { storePlanSet, storePlanPublish };
