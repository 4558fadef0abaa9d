import type { Message } from "../../api/types";
import { clockTime, exact } from "../../time/relative";
import { useNow } from "../../time/useNow";
import { byDay, dayLabel } from "./days";
import "./bubbles.css";
import { automaticLabel, deliveryLabels } from "./messageLabels";
import { Picture } from "./Picture";

interface Props {
  messages: readonly Message[];
  label: string;
  /** Whose pictures are shown; without it they are words. */
  conversation?: string;
}

/** What went back and forth, by days: theirs on the left, ours on the right. */
export function Bubbles({ messages, label, conversation }: Props) {
  const now = useNow(60_000);
  return (
    <div className="bubbles" role="log" aria-label={label}>
      {byDay(messages).map((day) => (
        <section key={day.date} aria-label={dayLabel(day.date, now)}>
          <h2 className="day">{dayLabel(day.date, now)}</h2>
          <ol>
            {day.messages.map((message) => (
              <Bubble key={message.id} message={message} conversation={conversation} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Bubble({ message, conversation }: { message: Message; conversation: string | undefined }) {
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
        {message.body && <p dir="auto">{message.body}</p>}
        {message.media && message.media.length > 0 && (
          <ul className="row wrap media">
            {message.media.map((each, at) => (
              <li key={at}>
                <Picture media={each} at={at} message={message.id} conversation={conversation} />
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
        {automatic ? (
          <span>{automatic}</span>
        ) : (
          ours &&
          message.sent_by && (
            <span>
              <bdi>{message.sent_by}</bdi>
            </span>
          )
        )}
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
