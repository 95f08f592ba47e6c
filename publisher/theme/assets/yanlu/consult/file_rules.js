// Which files a comment may have, as far as names and sizes tell; the service looks inside.

import { t } from "../page.js";

const MOST_FILES = 3;
const MEGABYTE = 1024 * 1024;
const ENDINGS = /\.(pdf|docx|jpe?g|png)$/i;
const TYPES = {
  "application/pdf": ".pdf",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
  "image/jpeg": ".jpg",
  "image/png": ".png",
};
/** What the choice of files shows: some phones know endings alone, some types alone. */
export const ACCEPTED = [...Object.values(TYPES), ".jpeg", ...Object.keys(TYPES)].join(",");

/** The name of a file with its ending; some applications give their files a type alone. */
export function fileName({ name, type }) {
  return ENDINGS.test(name) ? name : name + (TYPES[type] || "");
}

/** What is wrong with a file, and what to do, where a comment has `number` already; else "". */
export function fileFault(file, number) {
  const name = fileName(file);
  if (number >= MOST_FILES) return t("“%(name)s”没有添加：一条意见最多3个附件，请先删除一个", { name });
  if (!ENDINGS.test(name)) return t("“%(name)s”不是PDF、Word（.docx）、JPG或PNG文件，请另存为这几种再选择", { name });
  if (file.size > 10 * MEGABYTE) return tooLarge(name);
  return file.size ? "" : t("“%(name)s”是空文件，请核对后再选择", { name });
}

export function tooLarge(name) {
  return t("“%(name)s”超过10MB，请压缩或者分成几个文件", { name });
}

/** A size as people say it, of which nobody needs the last byte. */
export function sizeWords(size) {
  return size < MEGABYTE ? `${Math.ceil(size / 1024)} KB` : `${(size / MEGABYTE).toFixed(1)} MB`;
}
