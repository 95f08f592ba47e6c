// One file on its way to the service, by XMLHttpRequest: fetch does not tell how far it has come.

import { parsed, service } from "../page.js";

const STALLED = 30_000;

/**
 * Send the fields of a form, a file as [file, name]; `progress` is called with the percentage that
 * has left. The answer is {status, data} as that of `send`, with status 0 where none came. What
 * moves may take its time.
 */
export function sendForm(path, fields, progress) {
  const request = new XMLHttpRequest();
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, ...[].concat(value));
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => request.abort(), STALLED);
  };
  const answer = new Promise((resolve) => {
    request.onloadend = () => {
      clearTimeout(timer);
      resolve({ status: request.status, data: parsed(request.responseText) || {} });
    };
  });
  request.upload.onprogress = ({ loaded, total }) => {
    wait();
    progress(Math.floor(100 * loaded / total));
  };
  request.open("POST", new URL(path, service).href);
  wait();
  request.send(body);
  return { answer, stop: () => request.abort() };
}
