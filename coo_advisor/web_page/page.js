// The page: one question at a time, the recommendation, and ways to send the answers. What it decides, follow.js does.
// Every text goes in as text; nothing here makes HTML of one, and nothing is sent or fetched.
"use strict";

(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  // What is asked stands once, on the paper for whoever runs no script. It is parsed to be read, and never shown itself.
  const paper = new DOMParser().parseFromString(document.querySelector("noscript").textContent, "text/html");
  const it = follower(data.tables);
  const { questions } = it, { scenarios } = data.tables;
  const contact = questions.filter((q) => q.contact);
  const known = (value) => value !== undefined && value !== null;
  const place = "coo-advisor:" + data.sha256;
  const speaks = (navigator.languages || []).map((each) => each.slice(0, 2)).find((each) => data.languages.includes(each));
  const state = { step: "start", answers: {}, contact: {}, agreed: false, secret: false, back: "", said: "", typed: null };
  let language = speaks || data.languages[0];

  const say = (key, values = {}) => data.words[key][data.languages.indexOf(language)].replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  const text = (number) => (number >= 0 ? data.texts[language][number] : "");
  const own = (selector) => paper.querySelector("[lang=" + language + "] > " + selector);
  // What is asked, its help and the choices; then in short, and how answers are said, or one and many of a number's unit.
  function put(q) {
    const item = own("ol").children[q.at], help = item.querySelector("p"), [short, ...said] = data.asks[language][q.at];
    const labels = [...item.querySelectorAll("li")].map((each) => each.textContent);
    return { ask: item.firstChild.textContent, help: help && help.textContent, labels, short, said };
  }
  const upper = (words) => words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
  const lower = (words) => (/^.\p{Lu}/u.test(words) ? words : words.charAt(0).toLocaleLowerCase(language) + words.slice(1));
  const sentence = (words) => (words ? upper(words) + (/[.!?…]$/.test(words) ? "" : ".") : "");
  const listed = (items, last) => items.slice(0, -1).join(say("list_join")) + (items.length > 1 ? say(last) : "") + items.slice(-1).join("");
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, say("thousands"));

  function day(date) {
    const number = date.getDate() === 1 ? say("first_day") : date.getDate();
    return say("date", { day: number, month: say("months").split(" ")[date.getMonth()], year: date.getFullYear() });
  }
  const today = () => new Date().toLocaleDateString("sv"); // Swedes write 2026-11-26

  // An element, as in "p.soft": attributes, with handlers under on…, if there are any; then children, strings as text.
  function h(named, ...children) {
    const [tag, ...kinds] = named.split("."), space = tag === "svg" || tag === "rect" ? "2000/svg" : "1999/xhtml";
    const element = document.createElementNS("http://www.w3.org/" + space, tag);
    if (kinds.length) element.setAttribute("class", kinds.join(" "));
    for (const [name, value] of Object.entries(children[0] && children[0].constructor === Object ? children.shift() : {}))
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (known(value) && value !== false) element.setAttribute(name, value === true ? "" : value);
    element.append(...children.flat(9).filter(Boolean));
    return element;
  }
  const button = (label, act, kind = "") => h("button" + kind, { type: "button", onclick: act }, label);
  const buttons = (...some) => h("div.buttons", some);
  const note = (...words) => h("p.note", words);
  const main = h("main"), header = h("header"), footer = h("footer");

  // What was answered stays in this browser, without contact details; where that is refused, nothing is said.
  function stored() {
    try {
      return JSON.parse(localStorage.getItem(place)) || {};
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

  // ------------------------------------------------------------------------------------------------ where one is
  const asked = () => it.flow(state.answers).asked.map((at) => questions[at]).filter((q) => !q.contact);
  const open = () => asked().find((q) => state.answers[q.id] === undefined);
  const named = (id) => questions.find((q) => q.id === id);
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
    if (!step.startsWith("ask:")) state.back = "";
    if (!keep) remember("pushState", step);
    draw();
    main.querySelector("h1").focus();
    window.scrollTo(0, 0);
  }
  const ask = (q) => go("ask:" + q.id);
  const onward = () => (open() ? ask(open()) : go("review"));

  function after(q) {
    const next = asked().find((each) => each.at > q.at);
    if (state.back) return open() && !settled() ? ask(open()) : go(state.back);
    return next ? ask(next) : onward();
  }
  function before(q) {
    const last = asked().filter((each) => each.at < q.at).pop();
    if (!state.back && last) ask(last);
    else go(state.back || "start");
  }
  function change(q) {
    state.back = state.step;
    ask(q);
  }

  function draw() {
    document.documentElement.lang = language;
    document.title = own("h1").textContent;
    const [step, id] = state.step.split(":");
    const screens = { start, ask: () => question(named(id)), review, result, send, erase };
    main.replaceChildren(...screens[step]().flat(9).filter(Boolean));
    header.replaceChildren(h("p", step === "start" ? "" : document.title), languages());
    footer.replaceChildren(
      h("p", say("questionnaire", { version: data.version })),
      Object.keys(state.answers).length && step !== "erase" ? button(say("erase"), () => go("erase")) : "",
    );
  }
  function languages() {
    if (data.languages.length < 2) return "";
    const one = (each) =>
      h("button", { type: "button", lang: each, "aria-pressed": String(each === language), id: "speak-" + each, onclick: () => speak(each) }, data.names[each]);
    return h("div", { role: "group", "aria-label": say("language") }, data.languages.map(one));
  }
  // What is typed or ticked, and not yet confirmed, stays.
  function speak(each) {
    const form = main.querySelector("form");
    state.typed = form && entered(form);
    language = each;
    draw();
    state.typed = null;
    document.getElementById("speak-" + each).focus();
  }
  const title = (words, kind = "") => h("h1" + kind, { tabindex: "-1", id: "title" }, words);

  // ------------------------------------------------------------------------------------------------ the screens
  function start() {
    const earlier = stored(), some = (answers) => Object.keys(answers).length > 0;
    const begin = (answers) => { state.answers = answers; store(); onward(); };
    const resumes = some(earlier) && !some(state.answers);
    return [
      title(document.title, ".headline"),
      state.said ? h("p.note", { role: "status" }, say(state.said)) : "",
      h("p", own("p").textContent),
      h("p.soft", say("privacy")),
      resumes ? note(say("resume")) : "",
      resumes
        ? buttons(button(say("go_on"), () => begin(earlier), ".first"), button(say("afresh"), () => begin({})))
        : buttons(button(say("start"), onward, ".first")),
    ];
  }

  function question(q) {
    const { ask, help } = put(q), done = settled();
    // Enter goes on, in a sandboxed frame too, which lets nothing be submitted.
    const enter = (event) => {
      event.preventDefault();
      answer(q, form);
    };
    const onkeydown = (event) => event.key === "Enter" && event.target.tagName === "INPUT" && enter(event);
    const form = h(q.confidential ? "form.screen" : "form", { "data-ask": q.id, onsubmit: enter, onkeydown },
      h("p.soft.small", say("progress", it.progress(q.at, state.answers))),
      title(ask),
      help ? h("p.help", { id: "help" }, help) : "",
      q.confidential ? h("p.note.small", { id: "secret" }, say("confidential")) : "",
      done && open() ? h("p.note.small", say("settled_title") + ".") : "",
      h("div", { id: "wrong" }),
      fields(q, state.typed ?? typed(q, state.answers[q.id])),
      buttons(
        button(say("continue"), () => answer(q, form), ".first"),
        q.choices ? "" : button(upper(say("dont_know")), () => confirm(q, null)),
        button(say("back"), () => before(q)),
        done ? button(say("review_done"), () => go("result")) : ""));
    return [form];
  }
  // What a form holds for an answer: a text, or what is ticked; "/" is none of these, "?" is "I don't know".
  function typed(q, value) {
    if (!q.choices) return !known(value) ? "" : q.kind === "number" ? grouped(value) : value;
    if (!known(value)) return value === null ? ["?"] : [];
    return q.kind === "choice" ? [value] : value.length ? value : ["/"];
  }
  const entered = (form) => (form.elements.answer.type === "text" ? form.elements.answer.value : [...form.querySelectorAll(":checked")].map((each) => each.value));
  function fields(q, holds) {
    const { help, labels, said } = put(q), several = q.kind === "several";
    const describes = [help && "help", q.confidential && "secret"].filter(Boolean).join(" ") || null;
    if (!q.choices) {
      const number = q.kind === "number";
      return h("p",
        h("input", { type: "text", name: "answer", class: q.kind, inputmode: number && "numeric", autocomplete: "off",
          "aria-labelledby": "title", "aria-describedby": describes, maxlength: number ? null : data.longest, value: holds }),
        said.length ? h("span.unit", said[1]) : "");
    }
    const option = (id, label, apart) =>
      h(apart ? "label.option.apart" : "label.option",
        h("input", { type: several ? "checkbox" : "radio", name: "answer", value: id, checked: holds.includes(id) }), h("span", label));
    return h("fieldset", { "aria-labelledby": "title", "aria-describedby": describes, role: several ? null : "radiogroup" },
      q.limit && !help ? h("p.soft", say("tick_most", { most: q.limit })) : "",
      q.choices.map((id, at) => option(id, labels[at])),
      several ? option("/", upper(say("none_chosen")), true) : "",
      option("?", upper(say("dont_know")), true));
  }
  function answer(q, form) {
    const holds = entered(form);
    if (q.kind === "text") return confirm(q, holds.trim() || null);
    if (q.kind === "number") {
      const number = parsed(holds);
      return number >= q.low && number <= q.high ? confirm(q, number) : refuse(form, say("write_number", { low: grouped(q.low), high: grouped(q.high) }));
    }
    const [first] = holds, apart = holds.find((id) => id === "?" || id === "/");
    if (!first) return refuse(form, say("choose_one"));
    if (apart && holds.length > 1) return refuse(form, say("tick_alone", { answer: say(apart === "?" ? "dont_know" : "none_chosen") }));
    if (q.limit && holds.length > q.limit) return refuse(form, say("tick_most", { most: q.limit }));
    confirm(q, apart === "?" ? null : apart ? [] : q.kind === "several" ? holds : first);
  }
  // A whole number, with or without its thousands apart; NaN is none.
  function parsed(typed) {
    const digits = typed.trim();
    return /^(\d{1,12}|\d{1,3}([\s,.'’]\d{3}){1,3})$/.test(digits) ? Number(digits.replace(/\D/g, "")) : NaN;
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

  // An answer in words.
  function worded(q, value) {
    if (!known(value)) return say(value === null ? "dont_know" : "skipped");
    const { labels, said } = put(q);
    if (!q.choices) return q.kind === "text" ? value : grouped(value) + (said.length ? " " + said[value === 1 ? 0 : 1] : "");
    const ticked = [value].flat().map((id) => labels[q.choices.indexOf(id)]);
    return ticked.map((label, at) => (at ? lower(label) : label)).join(say("several_join")) || say("none_chosen");
  }
  // An answer as a clause; of several that are ticked, those that are named, if any are.
  function says(q, value, named) {
    const { short, said } = put(q), chosen = q.choices ? [value].flat().map((id) => q.choices.indexOf(id)) : [];
    const told = chosen.filter((at) => said[at] && (chosen.length === 1 || !named.length || named.includes(at)));
    if (told.length) return listed(told.map((at) => said[at]), "list_and");
    return q.choices || !said.length ? say("colon", { label: short, text: lower(worded(q, value)) }) : worded(q, value);
  }

  function review() {
    const waiting = open(), { doubts } = it.result(state.answers);
    const row = (q) =>
      h(q.confidential ? "li.screen" : "li",
        h("span.soft", put(q).short + (q.confidential ? " · " + say("confidential").split(":")[0].trim() : "")),
        h("strong", upper(worded(q, state.answers[q.id]))),
        h("button.link.screen", { type: "button", "aria-label": say("colon", { label: say("change"), text: put(q).short }), onclick: () => change(q) }, say("change")));
    return [
      title(say("review_title")),
      doubts.length ? h("div.note", h("strong", say("check")), h("ul", doubts.map((each) => h("li", text(each))))) : "",
      h("ul.answers", asked().map(row)),
      buttons(
        button(say("review_done"), () => go("result"), waiting ? "" : ".first"),
        waiting ? button(say("settled_go_on"), () => ask(waiting), ".first") : ""),
    ];
  }

  // On screen all that the answers say; printed, what they say without the confidential ones, whatever these are.
  function result() {
    const whole = it.result(state.answers);
    const hides = asked().some((q) => q.confidential);
    const shown = hides ? it.result(Object.fromEntries(Object.entries(state.answers).filter(([id]) => !named(id).confidential))) : whole;
    return [
      h(hides ? "article.screen" : "article", advice(whole, false)),
      hides ? h("article.paper", advice(shown, true)) : "",
      whole.settled && !shown.settled ? h("p.note.screen", say("print_secret")) : "",
      buttons(
        button(say("send"), () => go("send"), ".first"),
        button(say("print"), () => window.print()),
        button(say("review_first"), () => go("review"))),
    ];
  }

  function advice(found, printed) {
    const { answers } = found, by = new Date();
    const head = (words) => [
      printed ? h("h1.headline", words) : title(words, ".headline"),
      h("p.soft.small", upper([say("answered_on", { date: day(new Date()) }), data.keeper, data.roles[language]].filter(Boolean).join(" · "))),
    ];
    const written = h("p.soft.small", say("written"));
    if (!found.settled) {
      const secret = printed && found.missing.some((at) => questions[at].confidential);
      const action = found.possible.map((at) => text(it.tell(scenarios[at].action, answers))).find(Boolean);
      return [
        head(say("open")),
        h("p.verdict", say("leads_to", { titles: listed(found.possible.map((at) => text(scenarios[at].title)), "list_or") })),
        secret ? h("p", say("turns_on_hidden")) : "",
        missing(found, printed),
        action ? h("h2", say("next_step")) : "",
        then("then_open", action),
        written,
      ];
    }
    const { gauge, findings } = found;
    const why = text(found.reason) || listed(findings.map((each) => text(each.title)), "list_and");
    by.setDate(by.getDate() + found.days);
    return [
      head(upper(text(found.title))),
      h("p.verdict", text(found.verdict)),
      why ? h("p", h("strong", say("why")), " ", sentence(why)) : "",
      found.check >= 0 ? note(text(found.check)) : "",
      gauge && gauge.most ? score(gauge) : "",
      findings.length ? h("h2", say("what_answers_show")) : "",
      findings.map((each) =>
        h("div.finding",
          h("h3", sentence(text(each.title))),
          h("p.soft", sentence(each.cited.map(([at, ...named]) => says(questions[at], answers[questions[at].id], named)).join(say("several_join")))),
          each.so >= 0 ? h("p", sentence(text(each.so))) : "")),
      missing(found, printed),
      h("h2", say("next_step")),
      h("p", h("strong", say("by_date", { date: day(by) })), " ", lower(text(found.step))),
      found.helps ? then("then", text(it.tell(scenarios[found.recommended].action, answers))) : "",
      written,
    ];
  }
  function then(key, action) {
    const link = (href) => h("a", { href, target: href.startsWith("http") ? "_blank" : null }, href.replace(/^(https?:\/\/|mailto:|tel:)|\/$/g, ""));
    return action ? [h("p", h("strong", say(key)), " ", lower(action)), h("ul.lines", data.contacts.map((href) => h("li", link(href))))] : "";
  }
  function score({ index, got, most, unknown, threshold }) {
    const share = (points) => Math.round((1000 * points) / most) / 10;
    const rect = (kind, width) => h("rect." + kind, { width: width + "%", y: 6, height: 14, rx: 3 });
    return h("figure",
      h("figcaption", say("score_what", { title: text(scenarios[index].title) })),
      h("svg", { "aria-hidden": "true" },
        rect("track", 100), rect("maybe", share(got + unknown)), rect("got", share(got)),
        h("rect.mark", { x: Math.min(share(threshold), 99.4) + "%", width: 3, height: 26 })),
      h("p", say("score", { points: unknown ? got + "–" + (got + unknown) : got, most, threshold }), " ", h("span.soft", say("score_sum"))));
  }
  function missing(found, printed) {
    const left = found.missing.map((at) => questions[at]).filter((q) => !printed || !q.confidential);
    const link = (q) => (printed ? put(q).short : button(put(q).short, () => change(q), ".link"));
    return left.length ? [h("h2", say("missing")), h("p", say(found.settled ? "missing_settled" : "missing_open")),
      h("ul.lines", left.map((q) => h("li", link(q))))] : "";
  }

  // ------------------------------------------------------------------------------------------------ sending
  const agreement = () => say("consent", { keeper: data.keeper || say("keeper") });

  // An answers file in YAML, a line a key, between two lines that `leads add` knows.
  function answersFile() {
    const { version, sha256 } = data, lines = [data.begins, "questionnaire: " + JSON.stringify({ version, sha256 }), "answered_at: " + today()];
    if (state.agreed) lines.push("consent: " + JSON.stringify({ at: today(), sentence: agreement() }));
    const given = { ...it.applicable(state.answers), ...state.contact };
    for (const q of questions) {
      const value = given[q.id];
      if (value === undefined || value === "" || (q.confidential && !state.secret)) continue;
      lines.push(q.id + ": " + (Array.isArray(value) ? "[" + value.join(", ") + "]" : q.kind === "text" ? JSON.stringify(value) : value));
    }
    return [...lines, data.ends].join("\n") + "\n";
  }

  function send() {
    const area = h("textarea.screen", { readonly: true, id: "text", "aria-describedby": "send-intro" });
    const ways = h("div"), said = h("p.soft", { role: "status" });
    const wrong = h("p.error", { id: "email-wrong", role: "status" });
    const refresh = () => {
      area.value = answersFile();
      const href = "mailto:" + data.mail + "?subject=" + encodeURIComponent(say("mail_subject")) + "&body=" + encodeURIComponent(area.value.replace(/\n/g, "\r\n"));
      const mails = data.mail && href.length <= 1900;
      ways.replaceChildren(
        data.mail && !mails ? note(say("mail_long", { address: data.mail })) : "",
        buttons(
          mails ? h("a.button.first", { href }, say("mail")) : "",
          button(say("copy"), copy, mails ? "" : ".first"),
          button(say("download"), download)),
        mails ? h("p.soft.small", say("mail_hint", { address: data.mail })) : "");
    };
    const copy = () => {
      area.focus();
      area.select();
      document.execCommand("copy");
      said.textContent = say("copy_done");
    };
    const download = () => {
      const url = URL.createObjectURL(new Blob([area.value], { type: "text/plain" }));
      h("a", { href: url, download: "coo-advisor-" + today() + ".yaml" }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60000);
      said.textContent = say("download_done");
    };
    const field = (q) => {
      const email = q.format === "email";
      return h("label.field", h("span", put(q).ask),
        h("input", { type: email ? "email" : "text", maxlength: data.longest, value: state.contact[q.id], "aria-describedby": email && "email-wrong",
          autocomplete: email && "email",
          oninput: (event) => { state.contact[q.id] = event.target.value.trim(); refresh(); },
          onchange: (event) => { if (email) wrong.textContent = /^([^\s@]+@[^\s@]+\.[^\s@]+)?$/.test(event.target.value.trim()) ? "" : say("email_wrong"); } }));
    };
    const tick = (key, label, kind) =>
      h("label.option" + kind, h("input", { type: "checkbox", checked: state[key], onchange: (event) => { state[key] = event.target.checked; refresh(); } }), h("span", label));
    const secrets = asked().filter((q) => q.confidential && known(state.answers[q.id]));
    refresh();
    return [
      title(say("send")),
      h("p", { id: "send-intro" }, say("send_intro")),
      contact.map(field), wrong,
      tick("agreed", agreement(), ""),
      secrets.length ? tick("secret", say("include", { questions: secrets.map((q) => put(q).short).join(say("list_join")) }), ".screen") : "",
      h("h2.screen", h("label", { for: "text" }, say("text"))),
      area, ways, said,
      buttons(button(say("back"), () => go("result"))),
    ];
  }

  function erase() {
    const all = () => {
      Object.assign(state, { answers: {}, contact: {}, agreed: false, secret: false, said: "erased" });
      store();
      go("start");
    };
    return [title(say("erase_title")), buttons(button(say("erase_no"), onward, ".first"), button(say("erase_yes"), all))];
  }

  document.body.append(header, main, footer);
  window.addEventListener("popstate", (event) => go((event.state && event.state.step) || "start", true));
  remember("replaceState", "start");
  draw();
})();
