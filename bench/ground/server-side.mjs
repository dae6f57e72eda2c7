/** For servers that the bench starts: they tell when they are ready and go when the bench does. */
export function ready(facts = {}, close = () => Promise.resolve()) {
  process.once('disconnect', () => process.exit());
  process.once('SIGTERM', () => void close().finally(() => process.exit()));
  process.send(facts);
}

export async function serve(fastify) {
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  ready({ port: fastify.server.address().port });
}

/** Each question of the bench is answered with what `work` makes of it. */
export function answerQuestions(work) {
  process.on('message', (question) => {
    work(question).then(
      (answer) => process.send(answer),
      (error) => process.send({ error: error.stack }),
    );
  });
}
