import type { RefusalTexts } from '#platform';

const r = (status: number, zh: [string, string], en: [string, string]) => ({
  status,
  'zh-CN': { what: zh[0], mend: zh[1] },
  en: { what: en[0], mend: en[1] },
});

/** Why something in an emergency cannot be done, and what to do instead. */
export const refusals: RefusalTexts = {
  'incident-unknown': r(
    404,
    ['没有突发事件 {incident}。', '请从突发事件列表重新打开。'],
    ['There is no incident {incident}.', 'Open it again from the list of incidents.'],
  ),
  'incident-not-activated': r(409, ['预案尚未启动。', '请先启动预案。'], ['The plan has not been activated.', 'Activate the plan first.']),
  'incident-ended': r(
    409,
    ['事件已结束，不能再操作。', '如情况复发，请由指挥部在 24 小时内重新打开。'],
    ['The incident is over; nothing more can be done in it.', 'If it returns, the command may reopen it within 24 hours.'],
  ),
  'incident-running': r(
    409,
    ['事件仍在处置中，无需重新打开。', '请直接继续处置。'],
    ['The incident is running; there is nothing to reopen.', 'Go on with it.'],
  ),
  'incident-not-ended': r(
    409,
    ['事件尚未结束，不能归档报告。', '请先宣布结束。'],
    ['The incident has not ended; its report cannot be filed.', 'Declare the end first.'],
  ),
  'plan-not-in-force': r(
    404,
    ['没有生效的预案 {plan}。', '请选择一个生效的预案。'],
    ['There is no plan {plan} in force.', 'Choose a plan that is in force.'],
  ),
  'trigger-unknown': r(
    404,
    ['预案中没有触发条件 {trigger}。', '请选择预案列出的触发条件。'],
    ['The plan has no trigger {trigger}.', 'Choose one of the triggers that the plan lists.'],
  ),
  'class-needed': r(
    400,
    ['没有指明事件类别。', '请指明触发条件，或事件类别和级别。'],
    ['The class of the event is not given.', 'Name a trigger, or the class and the level.'],
  ),
  'class-not-in-plan': r(
    409,
    ['该预案不适用于“{class}”类事件。', '请选择适用的预案。'],
    ['This plan does not cover events of class “{class}”.', 'Choose a plan that does.'],
  ),
  'command-only': r(
    403,
    ['这须由应急指挥部决定。', '请报告组长或副组长。'],
    ['This is for the command to decide.', 'Report to its leader or deputy.'],
  ),
  'activation-role': r(
    403,
    ['您无权启动预案。', '请立即报告值班员或应急指挥部。'],
    ['You may not activate a plan.', 'Report to the duty officer or the command at once.'],
  ),
  'not-that-person': r(
    403,
    ['只能由被呼叫的人自己应答。', '请本人应答，或由指挥部、值班员代为登记。'],
    ['A call is answered by the person called.', 'Let them answer, or have the command or the duty officer note it.'],
  ),
  'person-not-called': r(409, ['此人没有被呼叫。', '请核对人员名单。'], ['This person was not called.', 'Check the list of people.']),
  'group-not-convened': r(
    409,
    ['本次事件没有成立“{group}”。', '请选择已成立的小组。'],
    ['“{group}” was not convened for this incident.', 'Choose a group that was.'],
  ),
  'leader-not-appointed': r(
    409,
    ['“{group}”的组长由预案规定，不由指挥部指定。', '请调整小组的人员安排。'],
    ['The plan itself says who leads “{group}”.', 'Change who holds the seat instead.'],
  ),
  'not-appointed': r(
    403,
    ['您没有被指定为“{group}”的组长。', '请核对指定记录。'],
    ['You were not appointed to lead “{group}”.', 'Check the appointment.'],
  ),
  'reason-missing': r(400, ['没有写明理由。', '请写明理由后再提交。'], ['The reason is missing.', 'Give the reason and send it again.']),
  'text-missing': r(400, ['内容为空。', '请写明内容后再提交。'], ['The text is empty.', 'Write it and send it again.']),
  'deadline-invalid': r(
    400,
    ['时限“{deadline}”无效。', '请使用时长，例如 PT30M。'],
    ['“{deadline}” is no time limit.', 'Give a duration, for example PT30M.'],
  ),
  'task-unknown': r(
    404,
    ['没有任务 {task}。', '请从指挥室重新打开任务。'],
    ['There is no task {task}.', 'Open it again from the command room.'],
  ),
  'task-blocked': r(
    409,
    ['“{task}”还不能开始，须先等：{after}。', '请先完成前面的任务。'],
    ['“{task}” cannot begin yet; before it: {after}.', 'Finish those first.'],
  ),
  'task-closed': r(409, ['“{task}”已经办结。', '无需再改。'], ['“{task}” is closed.', 'Nothing is left to change.']),
  'task-incomplete': r(
    422,
    ['“{task}”还不能完成：{missing}。', '请补齐后再提交。'],
    ['“{task}” cannot be completed yet: {missing}.', 'Add what is missing and send it again.'],
  ),
  'task-not-shared': r(
    409,
    ['“{task}”不需要现场人员确认。', '由承办小组完成即可。'],
    ['“{task}” needs no confirmation from the site.', 'Its group completes it.'],
  ),
  'not-in-group': r(
    403,
    ['这项任务属于“{group}”。', '请由该小组成员或指挥部办理。'],
    ['This belongs to “{group}”.', 'Leave it to its members or to the command.'],
  ),
  'not-in-incident': r(
    403,
    ['您不在本次事件的任何小组中。', '请联系指挥部。'],
    ['You are in no group of this incident.', 'Speak to the command.'],
  ),
  'closed-by-effects': r(
    409,
    ['“{task}”由设备的回报办结。', '请等待回报；若失败，可写明说明后人工办结。'],
    ['“{task}” is closed by the answer from outside.', 'Wait for it; if it fails, a person may close it with a note.'],
  ),
  'note-missing': r(
    422,
    ['外部回报失败，人工办结“{task}”须写明说明。', '请写明现场如何处理。'],
    ['Its outside part failed: closing “{task}” by hand needs a note.', 'Write how it was dealt with.'],
  ),
  'start-first': r(
    409,
    ['“{task}”会操作设备，须先开始并经第二人批准。', '请先按“开始”。'],
    ['“{task}” moves machines: it must be started, and a second person must approve.', 'Start it first.'],
  ),
  'machine-unknown': r(
    400,
    ['这些设备不属于本事件：{machines}。', '请只选择本事件的设备。'],
    ['These machines are not of this incident: {machines}.', 'Choose machines of this incident only.'],
  ),
  'shared-confirmation-missing': r(
    409,
    ['“{task}”还缺“{group}”现场人员的确认。', '请现场人员先确认。'],
    ['“{task}” still lacks the confirmation of “{group}” on site.', 'Ask them to confirm first.'],
  ),
  'shared-same-person': r(
    409,
    ['“{task}”须由两个人分别确认。', '请另一人确认。'],
    ['“{task}” is confirmed by two different people.', 'Let another person confirm.'],
  ),
  'approval-none': r(
    409,
    ['“{task}”没有待审批的内容。', '请刷新后查看最新状态。'],
    ['Nothing of “{task}” waits for approval.', 'Look at its newest state.'],
  ),
  'approval-own': r(
    403,
    ['不能审批自己提交的“{task}”。', '请另一位有权限的人审批。'],
    ['Nobody approves what they submitted: “{task}”.', 'Ask another person of that role.'],
  ),
  'approval-role': r(
    403,
    ['“{task}”须由规定的角色（{role}）审批。', '请该角色或其上级审批。'],
    ['“{task}” is approved by the role {role}.', 'Ask somebody of that role or above.'],
  ),
  'waive-never': r(403, ['预案规定“{task}”不可免除。', '请完成该任务。'], ['The plan lets nobody waive “{task}”.', 'Complete it.']),
  'waive-role': r(
    403,
    ['“{task}”只能由规定的角色（{roles}）免除。', '请该角色决定。'],
    ['“{task}” may be waived by {roles} only.', 'Ask them.'],
  ),
  'direct-role': r(
    403,
    ['只有指挥部或“{group}”的负责人可以指派。', '请联系他们。'],
    ['Only the command or the head of “{group}” may direct this.', 'Ask them.'],
  ),
  'test-unknown': r(
    404,
    ['预案中没有恢复测试 {test}。', '请选择列出的测试。'],
    ['The plan has no recovery test {test}.', 'Choose one that is listed.'],
  ),
  'test-not-for-class': r(
    409,
    ['恢复测试“{test}”不适用于本类事件。', '请选择本类事件的测试。'],
    ['The recovery test “{test}” is not for this class of event.', 'Choose one for this class.'],
  ),
  'test-incomplete': r(
    422,
    ['恢复测试“{test}”缺结果：{missing}。', '请逐项登记后提交。'],
    ['The recovery test “{test}” lacks results: {missing}.', 'Record every step and send it again.'],
  ),
  'test-too-early': r(
    409,
    ['修复任务“{task}”尚未办结，不能登记“{test}”通过。', '请先完成修复。'],
    ['The repair “{task}” is not finished: “{test}” cannot pass yet.', 'Finish the repair first.'],
  ),
  'effect-unknown': r(404, ['没有外部操作 {effect}。', '请核对编号。'], ['There is no effect {effect}.', 'Check its key.']),
  'system-only': r(
    403,
    ['这由系统按设备回报登记，不由人填写。', '请等待设备回报。'],
    ['The system records this from what the machines say; no person enters it.', 'Wait for the machines.'],
  ),
  'end-role': r(
    403,
    ['预案规定只有 {roles} 可以宣布结束。', '请报告指挥部。'],
    ['Only {roles} may declare the end.', 'Report to the command.'],
  ),
  'end-incomplete': r(
    409,
    ['还不能宣布结束：{missing}。', '请先办完所列事项。'],
    ['The end cannot be declared yet: {missing}.', 'Settle what is listed first.'],
  ),
  'reopen-too-late': r(
    409,
    ['结束已超过 {hours} 小时，不能重新打开。', '请重新启动预案。'],
    ['It ended more than {hours} hours ago and cannot be reopened.', 'Activate the plan anew.'],
  ),
  'work-order-unknown': r(
    404,
    ['没有派单 {order}。', '请从派单列表重新打开。'],
    ['There is no work order {order}.', 'Open it again from the list.'],
  ),
  'work-order-not-sent': r(409, ['派单尚未发出。', '请先派单。'], ['The work order has not been sent.', 'Send it first.']),
  'work-order-closed': r(
    409,
    ['派单已关闭。', '如需再次维修，请重新派单。'],
    ['The work order is closed.', 'Send a new one for further work.'],
  ),
  'work-order-not-yours': r(
    403,
    ['这张派单不属于贵公司。', '请只处理本公司的派单。'],
    ['This work order is not for your company.', 'Work on your own orders only.'],
  ),
  'work-order-vendor-only': r(
    403,
    ['这一步由外包服务商登记。', '请服务商登记；值班员可代为登记。'],
    ['The vendor records this step.', 'Let the vendor do it; the duty officer may on their behalf.'],
  ),
  'work-order-bank-only': r(403, ['这一步由银行决定。', '请联系值班员。'], ['This step is for the bank.', 'Speak to the duty officer.']),
  'work-order-not-repaired': r(
    409,
    ['尚未报修复，不能验收或退回。', '请等待服务商报修复。'],
    ['No repair has been reported: nothing can be accepted or returned.', 'Wait for the vendor to report the repair.'],
  ),
  'scenario-invalid': r(
    400,
    ['演练情景有误：{where} {why}。', '请改正后重试。'],
    ['The scenario is malformed: {where} {why}.', 'Correct it and try again.'],
  ),
};
