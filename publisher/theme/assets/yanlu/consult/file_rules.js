// Which files a comment may have, as far as names and sizes tell; the service looks inside.

import { t } from "../page.js";

const MOST_FILES = 3;
const MEGABYTE = 1024 * 1024;
const LARGEST_FILE = 10 * MEGABYTE;
const ENDINGS = /\.(pdf|docx|jpe?g|png)$/i;
const TYPES = [
  "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "image/jpeg", "image/png",
];
/** What the choice of files shows: some phones know endings alone, some types alone. */
export const ACCEPTED = [".pdf", ".docx", ".jpg", ".jpeg", ".png", ...TYPES].join(",");

export const TOO_LARGE = t("超过10MB，请压缩，或者分成几个文件");

/** What is wrong with a file, and what to do, where a comment has `number` already; else "". */
export function fileFault({ name, size, type }, number) {
  if (number >= MOST_FILES) return t("一条意见最多3个附件，请先移除一个");
  // Where an application gives its files no ending, they have a type.
  if (!ENDINGS.test(name) && !TYPES.includes(type)) return t("只收PDF、Word（.docx）、JPG和PNG，请另存为其中一种再选");
  if (size > LARGEST_FILE) return TOO_LARGE;
  return size ? "" : t("是空文件，请核对后再选");
}

export function notAdded(name, words) {
  return t("“%(name)s”没有添加：%(words)s", { name, words });
}

/** A size as people say it, of which nobody needs the last byte. */
export function sizeWords(size) {
  return size < MEGABYTE ? `${Math.ceil(size / 1024)} KB` : `${(size / MEGABYTE).toFixed(1)} MB`;
}
