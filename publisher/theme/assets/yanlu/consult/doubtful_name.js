// Names that are plainly none, by the same rule as doubtful_name.py of the service.

const NO_NAMES = [
  "匿名", "佚名", "无名", "无名氏", "保密", "不愿透露", "不便透露", "不详",
  "群众", "市民", "热心市民", "网友", "热心网友", "某某", "某人", "测试",
  "anonymous", "none", "null", "test",
];

export function isDoubtful(name) {
  const letters = name.normalize("NFKC").toLowerCase().match(/\p{L}/gu) ?? [];
  const again = letters.length > 2 && new Set(letters).size === 1;
  return letters.length < 2 || again || NO_NAMES.includes(letters.join(""));
}
