import type { Message } from "../../api/types";
import { clockTime, exact } from "../../time/relative";
import { useNow } from "../../time/useNow";
import { byDay, dayLabel } from "./days";
import "./bubbles.css";
import { automaticLabel, deliveryLabels, mediaLabel } from "./messageLabels";

/** What went back and forth, by days: theirs on the left, ours on the right. */
export function Bubbles({ messages, label }: { messages: readonly Message[]; label: string }) {
  const now = useNow(60_000);
  return (
    <div className="bubbles" role="log" aria-label={label}>
      {byDay(messages).map((day) => (
        <section key={day.date} aria-label={dayLabel(day.date, now)}>
          <h3 className="day">{dayLabel(day.date, now)}</h3>
          <ol>
            {day.messages.map((message) => (
              <Bubble key={message.id} message={message} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Bubble({ message }: { message: Message }) {
  const ours = message.direction === "outbound";
  const { icon, word, tone } = deliveryLabels[message.status];
  const automatic = automaticLabel(message);
  return (
    <li
      className={`bubble ${ours ? "ours" : "theirs"}${automatic ? " automatic" : ""}${message.status === "failed" ? " lost" : ""}`}
      data-status={message.status}
    >
      <div className="said">
        <span className="hidden-text">{automatic ? "Sent by itself: " : ours ? "We wrote: " : "They wrote: "}</span>
        {message.body && <p>{message.body}</p>}
        {message.media && message.media.length > 0 && (
          <ul className="row wrap media">
            {message.media.map((each, at) => (
              <li key={at} className={`chip${each.accepted ? "" : " bad"}`} title={each.content_type}>
                {mediaLabel(each.content_type)}
                {each.accepted ? "" : `, not taken${each.reason ? `: ${each.reason}` : ""}`}
              </li>
            ))}
          </ul>
        )}
      </div>
      {message.problem && (
        <p className="tone-bad soft" role="note">
          {message.problem}
        </p>
      )}
      <p className="faint about">
        {automatic ? <span>{automatic}</span> : ours && message.sent_by && <span>{message.sent_by}</span>}
        <time dateTime={message.at} title={exact(message.at)}>
          {clockTime(message.at)}
        </time>
        {word && (
          <span className={tone ? `tone-${tone}` : undefined}>
            <span aria-hidden="true">{icon}</span> {word}
          </span>
        )}
        {message.noted && (
          <span>
            <span aria-hidden="true">▤</span> in the ticket
          </span>
        )}
      </p>
    </li>
  );
}
