// What a consultation's state is called, and how long it lasts, by the service's clock.

export const STATE_NAMES = {
  open: "征集中",
  upcoming: "即将开始",
  closed: "已截止",
  answered: "已反馈",
};

/** "还剩5天9小时" of the open window; "" where none is open. */
export function timeLeft(policy, asOf) {
  const open = policy.windows.find((window) => window.state === "open");
  if (!open) return "";
  const minutes = Math.max(0, Math.floor((new Date(open.closes_at) - new Date(asOf)) / 60000));
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days) return `还剩${days}天${hours}小时`;
  return hours ? `还剩${hours}小时${minutes % 60}分钟` : `还剩${minutes}分钟`;
}

/** "3人提出意见5条"; "" while there are none. */
export function figures(counts) {
  return counts.comments ? `${counts.participants}人提出意见${counts.comments}条` : "";
}
