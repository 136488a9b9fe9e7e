let count = 0;

export const handler = async (event, context) => {
  count += 1;
  console.log(`call ${count} of ${context.functionName}, ${context.getRemainingTimeInMillis()} ms left`);
  return { message: `Hello, ${event.name ?? 'world'}, from Node.js ${process.versions.node}`, count, requestId: context.awsRequestId };
};
