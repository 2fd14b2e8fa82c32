// The page: one question at a time, the recommendation, and ways to send the answers. What it decides, follow.js does.
// Every text goes in as text; nothing here makes HTML of one, and nothing is sent or fetched.
"use strict";

(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { questions, scenarios } = data.tables;
  for (const q of questions) q.kind = q.kind || "choice";
  const it = follower(data.tables);
  const contact = questions.filter((q) => q.purpose === "contact");
  const counts = (q) => q.purpose !== "contact";
  const known = (value) => value !== undefined && value !== null;
  const main = document.createElement("main"), header = document.createElement("header"), footer = document.createElement("footer");
  const place = "coo-advisor:" + data.sha256;
  const speaks = (navigator.languages || []).map((each) => each.slice(0, 2)).find((each) => data.languages.includes(each));
  const state = { step: "start", answers: {}, contact: {}, agreed: false, secret: false, back: "" };
  let language = speaks || data.languages[0];

  const say = (key, values) => fill(data.words[language][key], values || {});
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  const text = (number) => (number >= 0 ? data.texts[language][number] : "");
  const own = (number) => data.own[language][number];
  // Of a question: what is asked, in short, its help, then its choices; of a number, one and many of its unit.
  function put(q) {
    const [ask, short, help, ...labels] = data.asks[language][it.places.get(q.id)];
    return { ask, short, help, labels, one: labels[0], many: labels[1] };
  }
  const upper = (words) => words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
  const lower = (words) => words.charAt(0).toLocaleLowerCase(language) + words.slice(1);
  const sentence = (words) => (words ? upper(words) + (/[.!?…]$/.test(words) ? "" : ".") : "");
  const listed = (items, last) => items.slice(0, -1).join(say("list_join")) + (items.length > 1 ? say(last) : "") + items.slice(-1).join("");
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, say("thousands"));

  function day(date) {
    const number = date.getDate() === 1 ? say("first_day") : date.getDate();
    return say("date", { day: number, month: say("months").split(" ")[date.getMonth()], year: date.getFullYear() });
  }
  const iso = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

  // An element: attributes, handlers under on…, and children, of which strings become text.
  function h(tag, attributes, ...children) {
    const svg = ["svg", "rect"].includes(tag);
    const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {}))
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && known(value)) element.setAttribute(name, value);
    element.append(...children.flat(9).filter((child) => known(child) && child !== false && child !== ""));
    return element;
  }
  const button = (label, act, kind) => h("button", { type: "button", class: kind, onclick: act }, label);

  // What was answered stays in this browser, without contact details; where that is refused, nothing is said.
  function stored() {
    try {
      return fitting(JSON.parse(localStorage.getItem(place)) || {});
    } catch {
      return {};
    }
  }
  function store() {
    try {
      if (Object.keys(state.answers).length) localStorage.setItem(place, JSON.stringify(state.answers));
      else localStorage.removeItem(place);
    } catch {
      // refused: the page goes on without
    }
  }
  function fitting(answers) {
    const fits = (q, value) =>
      value === null ||
      (q.kind === "choice" && q.choices.includes(value)) ||
      (q.kind === "several" && Array.isArray(value) && value.every((id) => q.choices.includes(id))) ||
      (q.kind === "number" && Number.isInteger(value) && value >= q.low && value <= q.high) ||
      (q.kind === "text" && typeof value === "string" && value.length <= data.longest);
    return Object.fromEntries(questions.filter((q) => counts(q) && q.id in answers && fits(q, answers[q.id])).map((q) => [q.id, answers[q.id]]));
  }

  // ------------------------------------------------------------------------------------------------ where one is
  const asked = () => it.flow(state.answers).asked.map((at) => questions[at]).filter(counts);
  const open = () => asked().find((q) => state.answers[q.id] === undefined);
  const settled = () => it.outcomes(it.applicable(state.answers)).possible.length === 1;

  // Where the browser's Back leads; a frame may refuse to.
  function remember(how, step) {
    try {
      history[how]({ step }, "");
    } catch {
      // Back leaves the page then
    }
  }
  function go(step, keep) {
    state.step = step;
    if (!keep) remember("pushState", step);
    draw();
    const heading = main.querySelector("h1");
    if (heading) heading.focus();
    window.scrollTo(0, 0);
  }
  const ask = (q) => go("ask:" + q.id);
  const onward = () => (open() ? ask(open()) : go("review"));

  function after(q) {
    const path = asked(), next = path[path.findIndex((each) => each.id === q.id) + 1];
    const waiting = open(), from = state.back;
    if (from && waiting) return ask(waiting);
    if (from) return (state.back = ""), go(from);
    return next ? ask(next) : onward();
  }
  function before(q) {
    const path = asked(), at = path.findIndex((each) => each.id === q.id);
    if (state.back) go(state.back);
    else if (at > 0) ask(path[at - 1]);
    else go("start");
  }
  function change(q) {
    state.back = state.step;
    ask(q);
  }

  function draw() {
    document.documentElement.lang = language;
    document.title = own(0);
    const [step, id] = state.step.split(":");
    const screens = { start, ask: () => question(questions[it.places.get(id)]), review, result, send, erase };
    main.className = step;
    main.replaceChildren(...screens[step]().flat(9).filter(Boolean));
    header.replaceChildren(h("p", null, step === "start" ? "" : own(0)), languages());
    const some = Object.keys(state.answers).length > 0 && step !== "erase";
    footer.replaceChildren(
      h("p", null, say("questionnaire", { version: data.version })),
      some ? button(say("erase"), () => go("erase")) : "",
    );
  }
  function languages() {
    if (data.languages.length < 2) return "";
    const one = (each) =>
      h("button", { type: "button", lang: each, "aria-pressed": String(each === language), id: "speak-" + each, onclick: () => speak(each) }, data.names[each]);
    return h("div", { role: "group", "aria-label": say("language") }, data.languages.map(one));
  }
  function speak(each) {
    const typed = main.querySelector("form[data-ask]");
    state.typed = typed && entered(typed);
    language = each;
    draw();
    state.typed = null;
    document.getElementById("speak-" + each).focus();
  }
  const title = (words, kind) => h("h1", { tabindex: "-1", class: kind, id: "title" }, words);

  // ------------------------------------------------------------------------------------------------ the screens
  function start() {
    const earlier = stored(), count = Object.keys(earlier).length;
    const resume = () => { state.answers = earlier; onward(); };
    const afresh = () => { state.answers = {}; store(); onward(); };
    const first = count && !Object.keys(state.answers).length;
    return [
      title(own(0)),
      state.said ? h("p", { class: "note", role: "status" }, state.said) : "",
      h("p", null, own(1)),
      h("p", { class: "soft" }, say("privacy")),
      first ? h("p", { class: "note" }, say("resume", { count })) : "",
      h("div", { class: "buttons" },
        first ? [button(say("go_on"), resume, "first"), button(say("afresh"), afresh)] : button(say("start"), onward, "first")),
    ];
  }

  function question(q) {
    const path = asked(), number = path.findIndex((each) => each.id === q.id) + 1;
    const total = it.longest(it.applicable(state.answers), counts);
    const done = settled();
    // Nothing is submitted: a sandboxed frame would refuse it.
    const enter = (event) => {
      if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
      event.preventDefault();
      answer(q, form);
    };
    const form = h("form", { "data-ask": q.id, onsubmit: (event) => event.preventDefault(), onkeydown: enter },
      h("p", { class: "soft small" }, say("progress", { number, total })),
      title(put(q).ask),
      put(q).help ? h("p", { class: "help", id: "help" }, put(q).help) : "",
      q.confidential ? h("p", { class: "note small", id: "secret" }, say("confidential")) : "",
      done && open() ? h("p", { class: "note small" }, say("settled_title") + ". " + say("settled_help")) : "",
      h("div", { id: "wrong" }),
      fields(q, state.typed || state.answers[q.id]),
      h("div", { class: "buttons" },
        button(say("continue"), () => answer(q, form), "first"),
        q.kind === "number" ? button(upper(say("dont_know")), () => confirm(q, null)) : "",
        button(say("back"), () => before(q)),
        done ? button(say("review_done"), () => go("result")) : ""));
    return [form];
  }
  function fields(q, value) {
    const described = ["help", "secret"].filter((id) => (id === "help" ? put(q).help : q.confidential)).join(" ") || null;
    if (q.kind === "number" || q.kind === "text") {
      const shown = typeof value === "string" ? value : known(value) ? grouped(value) : "";
      return h("fieldset", { "aria-labelledby": "title" },
        h("input", { type: "text", name: "answer", class: q.kind, inputmode: q.kind === "number" ? "numeric" : null, autocomplete: "off",
          "aria-labelledby": "title", "aria-describedby": described, maxlength: q.kind === "text" ? data.longest : null, value: shown }),
        put(q).many ? h("span", { class: "unit" }, put(q).many) : "");
    }
    const several = q.kind === "several", type = several ? "checkbox" : "radio";
    const ticked = several ? (value === null ? ["?"] : value === undefined ? [] : value.length ? value : ["/"]) : [value === null ? "?" : value];
    const option = (id, label, apart) =>
      h("label", { class: apart ? "option apart" : "option" }, h("input", { type, name: "answer", value: id, checked: ticked.includes(id) }), h("span", null, label));
    return h("fieldset", { "aria-labelledby": "title", "aria-describedby": described, role: several ? "group" : "radiogroup" },
      q.limit && !put(q).help ? h("p", { class: "soft" }, say("tick_most", { most: q.limit })) : "",
      q.choices.map((id, at) => option(id, put(q).labels[at])),
      several ? option("/", upper(say("none_chosen")), true) : "",
      option("?", upper(say("dont_know")), true));
  }
  // What a form holds now, told apart from what was answered: "/" is none of these, "?" is "I don't know".
  function entered(form) {
    const q = questions[it.places.get(form.dataset.ask)];
    if (q.kind === "number" || q.kind === "text") return form.elements.answer.value;
    const ids = [...form.querySelectorAll(":checked")].map((each) => each.value);
    if (q.kind === "choice") return ids.length ? (ids[0] === "?" ? null : ids[0]) : undefined;
    return ids.includes("?") ? null : ids.includes("/") ? [] : ids.length ? ids : undefined;
  }
  function answer(q, form) {
    if (q.kind === "number") {
      const number = parsed(form.elements.answer.value);
      const within = number !== null && number >= q.low && number <= q.high;
      return within ? confirm(q, number) : refuse(form, say("write_number", { low: grouped(q.low), high: grouped(q.high) }));
    }
    if (q.kind === "text") return confirm(q, form.elements.answer.value.trim() || null);
    const ids = [...form.querySelectorAll(":checked")].map((each) => each.value);
    if (!ids.length) return refuse(form, say("choose_one"));
    if (q.kind === "choice") return confirm(q, ids[0] === "?" ? null : ids[0]);
    if (ids.length > 1 && (ids.includes("?") || ids.includes("/")))
      return refuse(form, say("tick_alone", { answer: ids.includes("?") ? say("dont_know") : say("none_chosen") }));
    if (q.limit && ids.length > q.limit) return refuse(form, say("tick_most", { most: q.limit }));
    confirm(q, ids[0] === "?" ? null : ids[0] === "/" ? [] : ids);
  }
  function parsed(typed) {
    const parts = typed.trim().split(/[\s\u00a0\u202f,.'’]/);
    const fine = parts.every((part) => /^\d+$/.test(part)) && parts.slice(1).every((part) => part.length === 3) && (parts.length === 1 || parts[0].length <= 3);
    return fine && parts.join("").length <= 12 ? Number(parts.join("")) : null;
  }
  function refuse(form, why) {
    const error = h("p", { role: "alert", tabindex: "-1", id: "error" }, why);
    form.querySelector("#wrong").replaceChildren(error);
    for (const input of form.querySelectorAll("[name=answer]")) {
      if (input.type === "text") input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", "error");
    }
    error.focus();
  }
  function confirm(q, value) {
    state.answers[q.id] = value;
    state.said = "";
    store();
    after(q);
  }

  // An answer in words; "" if there is none.
  function worded(q, value) {
    if (value === undefined) return say("skipped");
    if (value === null) return say("dont_know");
    if (q.kind === "number") return grouped(value) + (put(q).many ? " " + (value < 2 ? put(q).one : put(q).many) : "");
    if (q.kind === "text") return value;
    const ids = q.kind === "several" ? value : [value];
    return ids.length ? ids.map((id) => put(q).labels[q.choices.indexOf(id)]).join(", ") : say("none_chosen");
  }
  const says = (q, value) => sentence(say("colon", { label: put(q).short, text: lower(worded(q, value)) }));

  function review() {
    const waiting = open(), { doubts } = it.result(state.answers);
    const row = (q) =>
      h("li", null,
        h("span", { class: "soft" }, put(q).short + (q.confidential ? " · " + say("confidential").split(/\s*:/)[0] : "")),
        h("strong", null, upper(worded(q, state.answers[q.id]))),
        h("button", { type: "button", class: "link", "aria-label": say("change_what", { question: put(q).short }), onclick: () => change(q) }, say("change")));
    return [
      title(say("review_title")),
      doubts.length ? h("div", { class: "note" }, h("strong", null, say("check")), h("ul", null, doubts.map((each) => h("li", null, text(each))))) : "",
      h("ul", { class: "answers" }, asked().map(row)),
      h("div", { class: "buttons" },
        button(say("review_done"), () => go("result"), waiting ? "" : "first"),
        waiting ? button(say("settled_go_on"), () => ask(waiting), "first") : ""),
    ];
  }

  function result() {
    const whole = it.result(state.answers);
    const open = Object.fromEntries(Object.entries(state.answers).filter(([id]) => !questions[it.places.get(id)].confidential));
    const hides = Object.keys(open).length < Object.keys(state.answers).length;
    const paper = hides ? it.result(open) : whole;
    const differs = whole.settled && !paper.settled;
    return [
      h("article", { class: hides ? "screen" : "both" }, advice(whole, state.answers, false)),
      hides ? h("article", { class: "paper", "aria-hidden": "true" }, advice(paper, open, true, differs)) : "",
      differs ? h("p", { class: "note only-screen" }, say("print_secret")) : "",
      h("div", { class: "buttons" },
        button(say("send"), () => go("send"), "first"),
        button(say("print"), () => window.print()),
        button(say("review_first"), () => go("review"))),
    ];
  }

  function advice(found, answers, onPaper, secret) {
    const heading = (words) => (onPaper ? h("h1", { class: "headline" }, words) : title(words, "headline"));
    const made = h("p", { class: "soft small" }, say("made", { date: day(new Date()) }) + (own(2) ? " · " + own(2) : ""));
    if (!found.settled) {
      const titles = listed(found.possible.map((at) => text(scenarios[at].title)), "list_and");
      return [heading(say("open")), made, h("p", { class: "verdict" }, say("open_verdict", { titles })),
        secret ? h("p", null, say("open_secret")) : "", missing(found, onPaper), then(scenarios.find((each) => text(it.tell(each.action, answers))), answers, true), written()];
    }
    const why = found.out ? sentence(text(found.reason)) : sentence(listed(found.findings.map((each) => text(each.title)), "list_and"));
    const date = new Date();
    date.setDate(date.getDate() + found.days);
    return [
      heading(upper(text(found.title))),
      made,
      h("p", { class: "verdict" }, text(found.verdict)),
      why ? h("p", null, h("strong", null, sentence(say("why"))), " ", why) : "",
      found.overruled && found.out.verify ? h("p", { class: "note" }, say("check_the_exclusion")) : "",
      found.gauge && found.gauge.most ? gauge(found.gauge) : "",
      found.findings.length ? h("h2", null, say("findings")) : "",
      found.findings.map((each) =>
        h("div", { class: "finding" }, h("h3", null, sentence(text(each.title))),
          h("p", { class: "soft" }, each.cited.filter((at) => known(answers[questions[at].id])).map((at) => says(questions[at], answers[questions[at].id])).join(" ")),
          each.so >= 0 ? h("p", null, sentence(text(each.so))) : "")),
      missing(found, onPaper),
      h("h2", null, say("next_step")),
      h("p", null, h("strong", null, say("by", { date: day(date) })), " ", lower(text(found.step))),
      found.helps ? then(scenarios[found.recommended], answers, false) : "",
      written(),
    ];
  }
  const written = () => h("p", { class: "soft small" }, say("written"));
  function then(scenario, answers, open) {
    const action = scenario ? text(it.tell(scenario.action, answers)) : "";
    if (!action && !data.contacts.length) return "";
    const links = data.contacts.map((href) => h("li", null, h("a", { href, rel: "noopener noreferrer", target: href.startsWith("http") ? "_blank" : null }, href.replace(/^(mailto:|tel:)/, ""))));
    return [h("p", null, h("strong", null, say(open ? "then_open" : "then")), " ", lower(action)), h("ul", { class: "lines" }, links)];
  }
  function gauge({ index, got, most, unknown, threshold }) {
    const values = { points: got, highest: got + unknown, most, threshold };
    const rect = (kind, from, width, y, height) => h("rect", { class: kind, x: from + "%", width: width + "%", y, height, rx: kind === "mark" ? 0 : 3 });
    const share = (points) => Math.round((1000 * points) / most) / 10;
    return h("figure", null,
      h("figcaption", null, say("score_what", { title: text(scenarios[index].title) })),
      h("svg", { "aria-hidden": "true", focusable: "false" },
        rect("track", 0, 100, 6, 14), rect("maybe", 0, share(got + unknown), 6, 14), rect("got", 0, share(got), 6, 14),
        h("rect", { class: "mark", x: Math.min(share(threshold), 99.4) + "%", width: 3, y: 0, height: 26 })),
      h("p", null, say(unknown ? "score_least" : "score", values), " ", h("span", { class: "soft" }, say("score_sum"))));
  }
  function missing(found, onPaper) {
    const left = found.missing.map((at) => questions[at]).filter((q) => !onPaper || !q.confidential);
    if (!left.length) return "";
    const link = (q) => (onPaper ? put(q).short : button(put(q).short, () => change(q), "link"));
    return [h("h2", null, say("missing")), h("p", null, say(found.settled ? "missing_settled" : "missing_open")),
      h("ul", { class: "lines" }, left.map((q) => h("li", null, link(q))))];
  }

  // ------------------------------------------------------------------------------------------------ sending
  const secrets = () => asked().filter((q) => q.confidential && known(state.answers[q.id]));
  const agreement = () => say("consent", { keeper: data.keeper || say("keeper") });

  // An answers file in YAML, a line a key, between two lines that `leads add` knows.
  function written_answers() {
    const today = iso(new Date()), lines = [data.begins, "questionnaire: " + JSON.stringify({ version: data.version, sha256: data.sha256 }), "answered_at: " + today];
    if (state.agreed) lines.push("consent: " + JSON.stringify({ at: today, sentence: agreement() }));
    const given = { ...it.applicable(state.answers), ...state.contact };
    for (const q of questions) {
      const value = given[q.id];
      if (value === undefined || (q.purpose === "contact" && !value) || (q.confidential && !state.secret)) continue;
      const plain = q.kind === "text" && value !== null ? JSON.stringify(value) : q.kind === "several" && value ? "[" + value.join(", ") + "]" : String(value);
      lines.push(q.id + ": " + plain);
    }
    return [...lines, data.ends].join("\n") + "\n";
  }

  function send() {
    const area = h("textarea", { readonly: true, id: "text", "aria-describedby": "send-intro", spellcheck: "false" });
    const ways = h("div", null), said = h("p", { class: "soft", role: "status" });
    const wrong = h("p", { class: "error", id: "email-wrong", hidden: true }, say("email_wrong"));
    const refresh = () => {
      area.value = written_answers();
      const bad = contact.some((q) => q.format === "email" && state.contact[q.id] && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(state.contact[q.id]));
      wrong.hidden = !bad;
      const href = "mailto:" + data.mail + "?subject=" + encodeURIComponent(say("mail_subject")) + "&body=" + encodeURIComponent(area.value.replace(/\n/g, "\r\n"));
      const fits = href.length <= 1900;
      ways.replaceChildren(
        data.mail && !fits ? h("p", { class: "note" }, say("mail_long", { address: data.mail })) : "",
        h("div", { class: "buttons" },
          data.mail && fits ? h("a", { class: "button first", href }, say("mail")) : "",
          button(say("copy"), copy, data.mail && fits ? "" : "first"),
          button(say("download"), download)),
        data.mail && fits ? h("p", { class: "soft small" }, say("mail_hint"), " ", say("send_to", { address: data.mail })) : "");
    };
    const copy = () => {
      area.focus();
      area.select();
      try { navigator.clipboard.writeText(area.value).catch(() => document.execCommand("copy")); } catch { document.execCommand("copy"); }
      said.textContent = say("copy_done");
    };
    const download = () => {
      const url = URL.createObjectURL(new Blob([area.value], { type: "text/plain" }));
      const link = h("a", { href: url, download: "coo-advisor-" + iso(new Date()) + ".yaml" });
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(url), 60000);
      said.textContent = say("download_done");
    };
    const field = (q) =>
      h("label", { class: "field" }, h("span", null, put(q).ask),
        h("input", { type: q.format === "email" ? "email" : "text", maxlength: data.longest, value: state.contact[q.id] || "", "aria-describedby": q.format ? "email-wrong" : null,
          autocomplete: q.format === "email" ? "email" : "off", oninput: (event) => { state.contact[q.id] = event.target.value.trim(); refresh(); } }));
    const tick = (key, label) =>
      h("label", { class: "option" }, h("input", { type: "checkbox", checked: state[key], onchange: (event) => { state[key] = event.target.checked; refresh(); } }), h("span", null, label));
    refresh();
    return [
      title(say("send_title")),
      h("p", { id: "send-intro" }, say("send_intro")),
      contact.map(field), wrong,
      tick("agreed", agreement()),
      secrets().length ? tick("secret", say("include", { questions: secrets().map((q) => put(q).short).join(", ") })) : "",
      h("h2", null, h("label", { for: "text" }, say("text"))),
      area, ways, said,
      h("div", { class: "buttons" }, button(say("back"), () => go("result"))),
    ];
  }

  function erase() {
    const all = () => {
      Object.assign(state, { answers: {}, contact: {}, agreed: false, secret: false, back: "", said: say("erased") });
      store();
      go("start");
    };
    return [title(say("erase_title")), h("div", { class: "buttons" }, button(say("erase_no"), onward, "first"), button(say("erase_yes"), all))];
  }

  document.body.append(header, main, footer);
  window.addEventListener("popstate", (event) => go((event.state && event.state.step) || "start", true));
  remember("replaceState", "start");
  draw();
})();
