/** Whether another page contains this one, as the first page of the site does. */
export const isEmbedded: boolean = parent !== window;
