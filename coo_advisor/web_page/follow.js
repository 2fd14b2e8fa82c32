// Follows the tables that Python compiled (tables.py): looks rows up, adds numbers, compares with thresholds.
// Knows no condition, signal or weight. Answers: question id -> choice id, number, text or array of choice ids; null is
// "I don't know". Everything here is a pure function of the tables and the answers; nothing touches the page.
"use strict";

function follower(t) {
  const NO = 0, YES = 1;
  const fallback = t.scenarios.length - 1;
  const strides = [];
  t.sizes.reduce((stride, size) => (strides.push(stride), stride * size), 1);
  const none = t.sizes.map(() => 0);
  const nothing = (q) => ({ kind: "choice", most: none, worth: (q.firsts || q.choices || []).map(() => none), moves: "worth" in q });
  const questions = t.questions.map((q, at) => ({ ...nothing(q), ...q, at }));
  const known = (value) => value !== undefined && value !== null;

  const onto = (cells, at) => cells[cells.length > 1 ? at : 0]; // one cell stands for all

  function letter(q, value) {
    if (q.kind === "number") return q.firsts.filter((first) => first <= value).length - 1;
    if (q.kind === "several") return value.reduce((at, id) => q.joined[at][q.choices.indexOf(id)], 0);
    return q.kind === "text" ? 0 : q.choices.indexOf(value);
  }

  const letters = (q) => (q.firsts || q.joined || q.choices || [""]).length;

  function worth(q, value) {
    const chosen = q.kind === "several" ? value.map((id) => q.choices.indexOf(id)) : q.kind === "text" ? [] : [letter(q, value)];
    return q.most.map((_, i) => chosen.reduce((sum, place) => sum + q.worth[place][i], 0));
  }

  const packed = (points) => points.reduce((sum, each, i) => sum + each * strides[i], 0);

  function everyOption(q) {
    let found = new Map();
    const add = (map, at, shift) => map.set(at + ":" + shift, [at, shift]);
    if (q.kind === "several") {
      add(found, 0, 0);
      q.worth.forEach((points, place) => {
        const more = new Map(found);
        for (const [at, shift] of found.values()) add(more, q.joined[at][place], shift + packed(points));
        found = more;
      });
    } else if (q.kind === "text") add(found, 0, 0);
    else q.worth.forEach((points, place) => add(found, place, packed(points)));
    return [...found.values()].map(([at, shift]) => [at, BigInt(shift)]);
  }
  const options = questions.map(everyOption);

  // What is asked, by place: certainly, or perhaps.
  function flow(answers) {
    let row = 0;
    const asked = [], perhaps = [];
    questions.forEach((q, place) => {
      const [asks, ...nexts] = t.flow[row];
      if (asks === YES) asked.push(place);
      else if (asks !== NO) perhaps.push(place);
      const value = answers[q.id];
      row = known(value) ? onto(nexts, letter(q, value)) : nexts[nexts.length - 1];
    });
    return { asked, perhaps };
  }

  // The answers that count: those to questions that are asked, or could be.
  function applicable(answers) {
    const { asked, perhaps } = flow(answers);
    const counted = {};
    for (const place of [...asked, ...perhaps]) {
      const { id } = questions[place];
      if (answers[id] !== undefined) counted[id] = answers[id];
    }
    return counted;
  }

  // Every complete set of answers that agrees with some: end -> what `step` made of all that reach it, joined.
  function walk(answers, start, join, step) {
    let layer = new Map([[0, start]]);
    questions.forEach((q, place) => {
      const next = new Map(), value = answers[q.id];
      const add = (row, made) => next.set(row, next.has(row) ? join(next.get(row), made) : made);
      const given = known(value) ? [[letter(q, value), BigInt(packed(worth(q, value)))]] : options[place];
      for (const [row, made] of layer) {
        const [asks, ...nexts] = t.walk[row];
        if (!asks) add(nexts[0], made);
        else for (const [at, shift] of given) add(onto(nexts, at), step(made, shift, q));
      }
      layer = next;
    });
    return layer;
  }
  // The places of the points that reach each end, one bit each.
  const ends = (answers) => walk(answers, 1n, (a, b) => a | b, (bits, shift) => bits << shift);

  const over = (a, b) => a[0] * (b[1] || 1) - b[0] * (a[1] || 1); // the sign of a - b, each [points, most]
  const passes = (index, score) => 100 * score[0] >= t.from[index] * (score[1] || 1);

  function verdict(applying, scores) {
    let best = fallback, highest = [-1, 1];
    for (const index of applying)
      if (passes(index, scores[index]) && over(scores[index], highest) > 0) [best, highest] = [index, scores[index]];
    return best;
  }

  // What can still be recommended (places, in order), and the lowest and the highest score of each candidate.
  function outcomes(answers) {
    const possible = new Set(), spans = t.sizes.map(() => null);
    for (const [end, bits] of ends(answers)) {
      const [applying, most] = t.ends[end];
      const digits = bits.toString(2);
      for (let at = digits.indexOf("1"); at >= 0; at = digits.indexOf("1", at + 1)) {
        const place = digits.length - 1 - at;
        const scores = t.sizes.map((size, i) => [Math.floor(place / strides[i]) % size, most[i]]);
        for (const i of applying) {
          const span = spans[i] || (spans[i] = [scores[i], scores[i]]);
          if (over(scores[i], span[0]) < 0) span[0] = scores[i];
          if (over(scores[i], span[1]) > 0) span[1] = scores[i];
        }
        possible.add(verdict(applying, scores));
      }
    }
    return { possible: [...possible].sort((a, b) => a - b), spans };
  }

  // The most questions that some answers can still lead to; how to be reached is not counted.
  const longest = (answers) => Math.max(...walk(answers, 0, Math.max, (length, _, q) => length + (q.contact ? 0 : 1)).values());

  // "Question n of N": N turns on the answers before the question only, so that it never grows on the way forward.
  function progress(place, answers) {
    const before = {};
    for (const q of questions.slice(0, place)) if (q.id in answers) before[q.id] = answers[q.id];
    const number = flow(before).asked.filter((at) => at < place && !questions[at].contact).length + 1;
    return { number, total: Math.max(number, longest(applicable(before))) };
  }

  // The number of the text that rows end in, from a beginning; -1 is none.
  function tell(row, answers) {
    while (row >= 0) {
      const [place, usual, ...others] = t.tell[row];
      const q = questions[place], value = answers[q.id];
      const at = known(value) ? letter(q, value) : letters(q);
      row = usual;
      for (let i = 0; i < others.length; i += 2) if (others[i] === at) row = others[i + 1];
    }
    return -2 - row;
  }
  const holds = (row, answers) => tell(row, answers) >= 0;

  // What the answers to some questions earned for a candidate, the most they could, and what is not known of it.
  function points(answers, index, asked) {
    const sum = { got: 0, most: 0, unknown: 0 };
    for (const place of asked) {
      const q = questions[place], value = answers[q.id];
      sum.most += q.most[index];
      if (known(value)) sum.got += worth(q, value)[index];
      else sum.unknown += q.most[index];
    }
    return sum;
  }
  const threshold = (index, most) => Math.ceil((t.from[index] * most) / 100);
  const passed = (sum) => sum.got >= threshold(sum.index, sum.most);

  // Of the fallback, the score told is that of the scenario whose condition holds, excluded or not; the highest share.
  function inFocus(applying) {
    let best = null;
    for (const sum of applying)
      if (!best || over([sum.got, sum.most], [best.got, best.most]) > 0) best = sum;
    return best;
  }

  // What rules a candidate out: of one whose score would pass, else the first.
  function exclusion(answers, applying) {
    const found = applying
      .map((sum) => ({ sum, number: tell(t.scenarios[sum.index].unless, answers) }))
      .filter(({ number }) => number >= 0);
    const first = found.find(({ sum }) => passed(sum)) || found[0];
    return first && { ...t.scenarios[first.sum.index].excluded[first.number], overrules: passed(first.sum) };
  }

  // At most three findings, those that weigh most first; under `against` the points not earned weigh.
  function findings(answers, asked, index, helps, against, first) {
    const shown = [];
    t.findings.forEach(([when, title, so, ...cites], number) => {
      if (!holds(when, answers)) return;
      const cited = cites.filter(([place]) => asked.includes(place) && known(answers[questions[place].id]));
      const { got, most } = index < 0 ? { got: 0, most: 0 } : points(answers, index, cited.map(([place]) => place));
      const leads = cites.some(([place]) => first.includes(place));
      const speaks = most === 0 ? helps : against ? 2 * got < most : 2 * got >= most;
      if (leads || speaks)
        shown.push({ number, title: tell(title, answers), so: tell(so, answers), cited, leads, weight: against ? most - got : got });
    });
    return shown.sort((a, b) => b.leads - a.leads || b.weight - a.weight).slice(0, 3);
  }

  // All that the page says of some answers, as numbers of texts and places of questions.
  function result(given) {
    const answers = applicable(given), { asked } = flow(answers), { possible, spans } = outcomes(answers);
    const missing = asked.filter((place) => !known(answers[questions[place].id]) && questions[place].moves);
    const doubts = t.doubts.map((row) => tell(row, answers)).filter((text) => text >= 0);
    const settled = possible.length === 1;
    const base = { answers, asked, possible, spans, settled, missing, doubts };
    if (!settled) return { ...base, recommended: null };
    const recommended = possible[0], helps = recommended < fallback, scenario = t.scenarios[recommended];
    const weighed = t.sizes.map((_, index) => ({ index, ...points(answers, index, asked) }));
    const applying = weighed.filter(({ index }) => holds(t.scenarios[index].when, answers));
    const out = helps ? null : exclusion(answers, applying) || null;
    const sum = helps ? weighed[recommended] : inFocus(applying);
    const overruled = out !== null && out.overrules;
    // The first of these that says anything; a row that isn't there says nothing.
    const told = (...rows) => rows.map((row) => tell(row, answers)).find((text) => text >= 0) ?? -1;
    const own = out || {};
    return {
      ...base,
      recommended,
      helps,
      out,
      overruled,
      title: told(own.title, scenario.called, -2 - scenario.title),
      verdict: told(own.verdict, scenario.verdict),
      reason: told(own.reason),
      check: overruled ? told(own.check) : -1,
      step: told(own.step, scenario.step),
      days: own.days || scenario.days,
      gauge: sum && { ...sum, threshold: threshold(sum.index, sum.most) },
      findings: findings(answers, asked, sum ? sum.index : -1, helps, !helps && !overruled, overruled ? out.names : []),
    };
  }

  return { questions, flow, applicable, outcomes, longest, progress, tell, points, result };
}
