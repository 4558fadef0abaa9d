/** A padlock. The text beside it, or its label, says what it does. */
export function Lock() {
  return (
    <svg
      className="lock"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <rect x="3" y="7" width="10" height="7" rx="1.5" />
      <path d="M5.2 7V4.800a2.800 2.800 0 0 1 5.600 0V7" />
    </svg>
  );
}
